-- title:   在校生没有同时在务工
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.employment_month, scoped.person_month
SELECT
    t.source_id,
    t.source_row,
    t.stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'working' AS column_name,
    CAST(NULL AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.employment_month AS t
INNER JOIN scoped.person_month AS p
    ON
        t.person_id = p.person_id
        AND t.stat_month = p.stat_month
        AND p.stat_month BETWEEN $since AND $until
WHERE
    t.stat_month BETWEEN $since AND $until
    AND t.working
    AND p.school IS NOT NULL
ORDER BY
    t.stat_month,
    t.person_id
