-- title:   收益的资产在资产表里
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.asset_income, scoped.asset
SELECT
    t.source_id,
    t.source_row,
    LEAST(CAST(CONCAT(CAST(t.year AS VARCHAR), '-12-01') AS DATE), $until) AS stat_month,
    t.town_code,
    CAST(NULL AS VARCHAR) AS division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.asset_id AS object_key,
    'asset_id' AS column_name,
    t.asset_id AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.asset_income AS t
WHERE
    t.year BETWEEN EXTRACT(YEAR FROM $since) - 1 AND EXTRACT(YEAR FROM $until)
    AND NOT EXISTS (
        SELECT 1 FROM scoped.asset AS a
        WHERE a.asset_id = t.asset_id
    )
ORDER BY
    t.asset_id,
    t.year
