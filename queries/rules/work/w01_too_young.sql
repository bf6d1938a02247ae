-- title:   不满16岁的人没有在务工
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
    CAST(
        EXTRACT(YEAR FROM t.stat_month)
        - EXTRACT(YEAR FROM p.birth_date)
        - CASE WHEN EXTRACT(MONTH FROM p.birth_date) > EXTRACT(MONTH FROM t.stat_month) THEN 1 ELSE 0 END AS VARCHAR
    ) AS said,
    '16' AS wanted
FROM scoped.employment_month AS t
INNER JOIN scoped.person_month AS p
    ON
        t.person_id = p.person_id
        AND t.stat_month = p.stat_month
        AND p.stat_month BETWEEN $since AND $until
WHERE
    t.stat_month BETWEEN $since AND $until
    AND t.working
    AND p.birth_date >= CAST(t.stat_month + INTERVAL '1' MONTH - INTERVAL '16' YEAR AS DATE)
ORDER BY
    t.stat_month,
    t.person_id
