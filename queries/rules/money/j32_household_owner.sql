-- title:   到户类资产的权属层级是户
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
    'owner_level' AS column_name,
    t.owner_level AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.asset AS t
WHERE
    (
        (t.asset_class = 'household' AND t.owner_level <> 'household')
        OR (t.asset_class <> 'household' AND t.owner_level = 'household')
    )
ORDER BY
    t.asset_id
