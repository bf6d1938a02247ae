-- title:   享受雨露计划的人当年在中高职就读
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.education_aid, scoped.person_month
SELECT
    t.source_id,
    t.source_row,
    LEAST(CAST(CONCAT(CAST(t.year AS VARCHAR), '-12-01') AS DATE), $until) AS stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'person_id' AS column_name,
    CAST(t.year AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.education_aid AS t
WHERE
    t.year BETWEEN EXTRACT(YEAR FROM $since) - 1 AND EXTRACT(YEAR FROM $until)
    AND t.scheme = 'yulu'
    AND t.year >= EXTRACT(YEAR FROM $since)
    AND EXISTS (
        SELECT 1 FROM scoped.person_month AS p
        WHERE p.person_id = t.person_id AND EXTRACT(YEAR FROM p.stat_month) = t.year
    )
    AND NOT EXISTS (
        SELECT 1
        FROM scoped.person_month AS v
        WHERE
            v.person_id = t.person_id
            AND EXTRACT(YEAR FROM v.stat_month) = t.year
            AND v.school IN ('v1', 'v2', 'v3', 'c1', 'c2', 'c3', 'tech')
    )
ORDER BY
    t.person_id,
    t.year,
    t.term,
    t.scheme
