-- title:   资产原值大于0
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.asset
SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    t.town_code,
    t.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.asset_id AS object_key,
    'original_value' AS column_name,
    CAST(t.original_value AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.asset AS t
WHERE
    t.original_value <= 0
ORDER BY
    t.asset_id
