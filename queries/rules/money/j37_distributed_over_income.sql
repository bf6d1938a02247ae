-- title:   上年分配不超过上年收益
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
    'distributed_year_amount' AS column_name,
    CAST(t.distributed_year_amount AS VARCHAR) AS said,
    CAST(COALESCE(t.income_year_amount, 0) AS VARCHAR) AS wanted
FROM scoped.asset AS t
WHERE
    t.distributed_year_amount > COALESCE(t.income_year_amount, 0)
ORDER BY
    t.asset_id
