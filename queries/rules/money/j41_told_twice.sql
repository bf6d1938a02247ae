-- title:   同一项资产只登记一次
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.asset
WITH
numbered AS (
    SELECT
        a.source_id,
        a.source_row,
        a.town_code,
        a.division_code,
        a.asset_id,
        FIRST_VALUE(a.asset_id) OVER (
            PARTITION BY a.name, a.division_code, a.project_id, a.form_year, a.original_value
            ORDER BY a.asset_id ASC
        ) AS first_id
    FROM scoped.asset AS a
)

SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    t.town_code,
    t.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.asset_id AS object_key,
    'asset_id' AS column_name,
    t.first_id AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM numbered AS t
WHERE
    t.asset_id <> t.first_id
ORDER BY
    t.asset_id
