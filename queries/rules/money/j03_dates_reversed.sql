-- title:   开工、完工、验收、移交依次进行
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
    CASE
        WHEN t.finished_at < t.started_at THEN 'finished_at' WHEN
            t.accepted_at < COALESCE(t.finished_at, t.started_at)
            THEN 'accepted_at'
        ELSE 'handed_at'
    END AS column_name,
    CAST(
        CASE
            WHEN t.finished_at < t.started_at THEN t.finished_at WHEN
                t.accepted_at < COALESCE(t.finished_at, t.started_at)
                THEN t.accepted_at
            ELSE t.handed_at
        END AS VARCHAR
    ) AS said,
    CASE
        WHEN t.finished_at < t.started_at THEN 'finished' WHEN
            t.accepted_at < COALESCE(t.finished_at, t.started_at)
            THEN 'accepted'
        ELSE 'handed'
    END AS wanted
FROM scoped.project AS t
WHERE
    (
        t.finished_at < t.started_at
        OR t.accepted_at < COALESCE(t.finished_at, t.started_at)
        OR t.handed_at < t.accepted_at
    )
ORDER BY
    t.project_id
