-- title:   同一项措施只报一条
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.measure
WITH
numbered AS (
    SELECT
        m.source_id,
        m.source_row,
        m.town_code,
        m.division_code,
        m.hh_key,
        m.measure_id,
        FIRST_VALUE(m.measure_id) OVER (
            PARTITION BY m.hh_id, m.category, m.sub, m.start_date, m.end_date, m.amount
            ORDER BY m.measure_id ASC
        ) AS first_id
    FROM scoped.measure AS m
)

SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'measure_id' AS column_name,
    t.first_id AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM numbered AS t
WHERE
    t.measure_id <> t.first_id
ORDER BY
    t.measure_id
