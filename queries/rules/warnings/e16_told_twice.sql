-- title:   同一条预警只报一次
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.department_warning
WITH
numbered AS (
    SELECT
        w.source_id,
        w.source_row,
        w.town_code,
        w.division_code,
        w.hh_key,
        w.push_id,
        FIRST_VALUE(w.push_id) OVER (
            PARTITION BY w.dept_code, w.rule_name, w.hh_id, w.person_id, w.pushed_at
            ORDER BY w.push_id ASC
        ) AS first_id
    FROM scoped.department_warning AS w
)

SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'push_id' AS column_name,
    t.first_id AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM numbered AS t
WHERE
    t.push_id <> t.first_id
ORDER BY
    t.push_id
