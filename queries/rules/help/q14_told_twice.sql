-- title:   同一次走访只报一条
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.household_visit
WITH
several AS (
    SELECT
        v.hh_id,
        v.visit_date,
        v.visitor_role,
        v.mode,
        MIN(v.visit_id) AS first_id
    FROM scoped.household_visit AS v
    WHERE v.visit_month BETWEEN $since AND $until
    GROUP BY v.hh_id, v.visit_date, v.visitor_role, v.mode
    HAVING COUNT(*) > 1
)

SELECT
    t.source_id,
    t.source_row,
    t.visit_month AS stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'visit_id' AS column_name,
    s.first_id AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.household_visit AS t
INNER JOIN several AS s
    ON
        t.hh_id = s.hh_id
        AND t.visit_date = s.visit_date
        AND t.visitor_role = s.visitor_role
        AND t.mode = s.mode
WHERE
    t.visit_month BETWEEN $since AND $until
    AND t.visit_id <> s.first_id
ORDER BY
    t.visit_month,
    t.visit_id
