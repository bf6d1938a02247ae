-- title:   项目状态到了哪一步，就有哪一步的日期
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
        WHEN t.started_at IS NULL THEN 'started_at' WHEN
            t.state IN ('finished', 'accepted', 'settled', 'handed_over') AND t.finished_at IS NULL
            THEN 'finished_at'
        WHEN t.state IN ('accepted', 'settled', 'handed_over') AND t.accepted_at IS NULL THEN 'accepted_at' ELSE
            'handed_at'
    END AS column_name,
    CASE t.state
        WHEN 'started' THEN '开工' WHEN 'finished' THEN '完工' WHEN 'accepted' THEN '验收' WHEN 'settled' THEN '决算' ELSE '移交'
    END AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.project AS t
WHERE
    (
        (t.state IN ('started', 'finished', 'accepted', 'settled', 'handed_over') AND t.started_at IS NULL)
        OR (t.state IN ('finished', 'accepted', 'settled', 'handed_over') AND t.finished_at IS NULL)
        OR (t.state IN ('accepted', 'settled', 'handed_over') AND t.accepted_at IS NULL)
        OR (t.state = 'handed_over' AND t.handed_at IS NULL)
    )
ORDER BY
    t.project_id
