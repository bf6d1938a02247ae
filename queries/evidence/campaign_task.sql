-- title:   预警的凭据: 专项行动任务
-- grain:   one row per row of the table that the object names
-- params:  $object VARCHAR   its own number
--          $month DATE
-- columns: town_name VARCHAR, village_name VARCHAR, task_id VARCHAR, campaign_id VARCHAR, aspect_no BIGINT,
--          task VARCHAR, resp_unit VARCHAR, due_at DATE, started_at DATE, done_at DATE, checked_hh BIGINT,
--          problems_found BIGINT, problems_closed BIGINT, evidence_ref VARCHAR
-- units:   as in the table, 元, 0..1
-- reads:   scoped.campaign_task, scoped.division
SELECT
    town.name AS town_name,
    village.name AS village_name,
    one.task_id,
    one.campaign_id,
    CAST(one.aspect_no AS BIGINT) AS aspect_no,
    one.task,
    one.resp_unit,
    one.due_at,
    one.started_at,
    one.done_at,
    CAST(one.checked_hh AS BIGINT) AS checked_hh,
    CAST(one.problems_found AS BIGINT) AS problems_found,
    CAST(one.problems_closed AS BIGINT) AS problems_closed,
    one.evidence_ref
FROM scoped.campaign_task AS one
LEFT JOIN scoped.division AS town ON one.town_code = town.division_code
LEFT JOIN scoped.division AS village ON one.division_code = village.division_code
WHERE
    (one.task_id = $object OR one.division_code = $object)
    AND $month IS NOT NULL
ORDER BY
    one.task_id
LIMIT 200
