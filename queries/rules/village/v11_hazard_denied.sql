-- title:   危房户数、饮水不安全户数不少于户信息里登记的户数
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
        COUNT(*) FILTER (WHERE h.house_dilapidated) AS house,
        COUNT(*) FILTER (WHERE NOT h.water_safe) AS water
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
    CASE WHEN t.dilapidated_hh < n.house THEN 'dilapidated_hh' ELSE 'unsafe_water_hh' END AS column_name,
    CAST(CASE WHEN t.dilapidated_hh < n.house THEN t.dilapidated_hh ELSE t.unsafe_water_hh END AS VARCHAR) AS said,
    CASE WHEN t.dilapidated_hh < n.house THEN 'house' ELSE 'water' END AS wanted
FROM scoped.village_profile AS t
INNER JOIN listed AS n ON t.division_code = n.division_code
WHERE
    t.year BETWEEN EXTRACT(YEAR FROM $since) - 1 AND EXTRACT(YEAR FROM $until)
    AND t.year = EXTRACT(YEAR FROM $until)
    AND (t.dilapidated_hh < n.house OR t.unsafe_water_hh < n.water)
ORDER BY
    t.division_code,
    t.year
