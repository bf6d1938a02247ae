-- title:   专项行动任务已整改不超过发现，已完成的有佐证，完成不早于开始
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.campaign_task
SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    t.town_code,
    t.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.task_id AS object_key,
    CASE
        WHEN t.problems_closed > t.problems_found THEN 'problems_closed'
        WHEN t.done_at < t.started_at THEN 'done_at'
        ELSE 'evidence_ref'
    END AS column_name,
    CASE
        WHEN t.problems_closed > t.problems_found THEN CAST(t.problems_closed AS VARCHAR) ELSE
            CAST(t.done_at AS VARCHAR)
    END AS said,
    CASE
        WHEN t.problems_closed > t.problems_found THEN 'closed'
        WHEN t.done_at < t.started_at THEN 'early'
        ELSE 'unproved'
    END AS wanted
FROM scoped.campaign_task AS t
WHERE
    (
        t.problems_closed > t.problems_found
        OR t.done_at < t.started_at
        OR (t.done_at IS NOT NULL AND t.evidence_ref IS NULL)
    )
ORDER BY
    t.task_id
