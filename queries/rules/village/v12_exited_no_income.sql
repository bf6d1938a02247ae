-- title:   出列村有集体经济收入
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.village_profile, scoped.division
SELECT
    t.source_id,
    t.source_row,
    LEAST(CAST(CONCAT(CAST(t.year AS VARCHAR), '-12-01') AS DATE), $until) AS stat_month,
    t.town_code,
    t.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.division_code AS object_key,
    'collective_income' AS column_name,
    CAST(NULL AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.village_profile AS t
INNER JOIN scoped.division AS d
    ON
        t.division_code = d.division_code
        AND d.exited_level IS NOT NULL
WHERE
    t.year BETWEEN EXTRACT(YEAR FROM $since) - 1 AND EXTRACT(YEAR FROM $until)
    AND t.collective_income = 0
ORDER BY
    t.division_code,
    t.year
