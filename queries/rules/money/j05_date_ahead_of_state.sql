-- title:   项目状态不落后于已填的日期
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.project
SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    t.town_code,
    t.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.project_id AS object_key,
    'state' AS column_name,
    t.state AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.project AS t
WHERE
    (
        (
            t.state IN ('pooled', 'planned', 'tendering')
            AND COALESCE(t.started_at, t.finished_at, t.accepted_at, t.handed_at)
            < CAST($until + INTERVAL '1' MONTH AS DATE)
        )
        OR (
            t.state = 'started'
            AND COALESCE(t.finished_at, t.accepted_at, t.handed_at) < CAST($until + INTERVAL '1' MONTH AS DATE)
        )
        OR (t.state = 'finished' AND COALESCE(t.accepted_at, t.handed_at) < CAST($until + INTERVAL '1' MONTH AS DATE))
    )
ORDER BY
    t.project_id
