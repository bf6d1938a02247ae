-- title:   村集体经济收入与村集体经济表一致
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.village_profile, scoped.collective_economy
SELECT
    t.source_id,
    t.source_row,
    LEAST(CAST(CONCAT(CAST(t.year AS VARCHAR), '-12-01') AS DATE), $until) AS stat_month,
    t.town_code,
    t.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.division_code AS object_key,
    'collective_income' AS column_name,
    CAST(t.collective_income AS VARCHAR) AS said,
    CAST(c.income_total AS VARCHAR) AS wanted
FROM scoped.village_profile AS t
INNER JOIN scoped.collective_economy AS c
    ON
        t.division_code = c.division_code
        AND t.year = c.year
WHERE
    t.year BETWEEN EXTRACT(YEAR FROM $since) - 1 AND EXTRACT(YEAR FROM $until)
    AND ABS(t.collective_income - c.income_total) > 1
ORDER BY
    t.division_code,
    t.year
