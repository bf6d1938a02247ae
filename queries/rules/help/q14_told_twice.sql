-- title:   同一次走访只报一条
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.household_visit
WITH
numbered AS (
    SELECT
        v.source_id,
        v.source_row,
        v.visit_month,
        v.town_code,
        v.division_code,
        v.hh_key,
        v.visit_id,
        FIRST_VALUE(v.visit_id) OVER (
            PARTITION BY v.hh_id, v.visit_date, v.visitor_role, v.mode
            ORDER BY v.visit_id ASC
        ) AS first_id
    FROM scoped.household_visit AS v
    WHERE v.visit_month BETWEEN $since AND $until
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
    t.first_id AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM numbered AS t
WHERE
    t.visit_id <> t.first_id
ORDER BY
    t.visit_month,
    t.visit_id
