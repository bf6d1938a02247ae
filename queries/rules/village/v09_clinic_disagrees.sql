-- title:   卫生室个数与村卫生室表一致
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.village_profile, scoped.clinic
SELECT
    t.source_id,
    t.source_row,
    LEAST(CAST(CONCAT(CAST(t.year AS VARCHAR), '-12-01') AS DATE), $until) AS stat_month,
    t.town_code,
    t.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.division_code AS object_key,
    'clinic_count' AS column_name,
    CAST(t.clinic_count AS VARCHAR) AS said,
    CAST(c.clinics AS VARCHAR) AS wanted
FROM scoped.village_profile AS t
INNER JOIN scoped.clinic AS c
    ON
        t.division_code = c.division_code
        AND t.year = c.year
WHERE
    t.year BETWEEN EXTRACT(YEAR FROM $since) - 1 AND EXTRACT(YEAR FROM $until)
    AND t.clinic_count <> c.clinics
ORDER BY
    t.division_code,
    t.year
