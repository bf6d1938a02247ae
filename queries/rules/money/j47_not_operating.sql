-- title:   有收益的资产是经营性资产
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
    'income' AS column_name,
    CAST(t.income AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.asset_income AS t
INNER JOIN scoped.asset AS a ON t.asset_id = a.asset_id
WHERE
    t.year BETWEEN EXTRACT(YEAR FROM $since) - 1 AND EXTRACT(YEAR FROM $until)
    AND t.income > 0
    AND a.asset_class <> 'operating'
ORDER BY
    t.asset_id,
    t.year
