-- title:   措施的状态与日期相符
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.measure
SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    CASE WHEN t.status = 'done' THEN 'end_date' ELSE 'status' END AS column_name,
    CASE
        WHEN t.status = 'done' THEN NULL WHEN
            t.end_date < CAST($until + INTERVAL '1' MONTH AS DATE)
            THEN CAST(t.end_date AS VARCHAR)
        ELSE CAST(t.start_date AS VARCHAR)
    END AS said,
    CASE
        WHEN t.status = 'done' THEN 'done' WHEN
            t.end_date < CAST($until + INTERVAL '1' MONTH AS DATE)
            THEN 'over'
        ELSE 'planned'
    END AS wanted
FROM scoped.measure AS t
WHERE
    (
        (t.status = 'done' AND t.end_date IS NULL)
        OR (t.status <> 'done' AND t.end_date < CAST($until + INTERVAL '1' MONTH AS DATE))
        OR (t.status = 'planned' AND t.start_date < $until)
    )
ORDER BY
    t.measure_id
