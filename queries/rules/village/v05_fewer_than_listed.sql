-- title:   全村总户数不少于户信息里的户数
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.household_month, scoped.village_profile
WITH
listed AS (
    SELECT
        h.division_code,
        COUNT(*) AS hh
    FROM scoped.household_month AS h
    WHERE h.stat_month = $until
    GROUP BY h.division_code
)

SELECT
    t.source_id,
    t.source_row,
    LEAST(CAST(CONCAT(CAST(t.year AS VARCHAR), '-12-01') AS DATE), $until) AS stat_month,
    t.town_code,
    t.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.division_code AS object_key,
    'hh_total' AS column_name,
    CAST(t.hh_total AS VARCHAR) AS said,
    CAST(n.hh AS VARCHAR) AS wanted
FROM scoped.village_profile AS t
INNER JOIN listed AS n ON t.division_code = n.division_code
WHERE
    t.year BETWEEN EXTRACT(YEAR FROM $since) - 1 AND EXTRACT(YEAR FROM $until)
    AND t.year = EXTRACT(YEAR FROM $until)
    AND t.hh_total < n.hh
ORDER BY
    t.division_code,
    t.year
