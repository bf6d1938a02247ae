-- title:   专项行动数字背后的每项任务
-- grain:   one row per task that was counted, overdue first
-- params:  $area VARCHAR            county, township, or village (tasks that name it)
--          $month DATE
--          $campaign VARCHAR        campaign_id
--          $aspect_no INTEGER?       aspect_no
--          $resp_unit VARCHAR?       responsible unit
--          $task_group VARCHAR?      done, overdue, to_come, unproved; or, by $due_by: in_time, after_it, undone
--          $due_by DATE?             only tasks due by this day
--          $task_place VARCHAR?      unplaced = only tasks of the township itself
-- columns: task_id VARCHAR, town_name VARCHAR, village_name VARCHAR, aspect_name VARCHAR, task VARCHAR,
--          resp_unit VARCHAR, due_at DATE, started_at DATE, done_at DATE, evidence_ref VARCHAR, days_late BIGINT,
--          checked_hh BIGINT, problems_found BIGINT, problems_closed BIGINT
-- units:   dates after the month's end are empty; days_late = 天 past the deadline of an undone task, or 0;
--          checked_hh = 户, problems = 个
-- reads:   scoped.campaign_task, scoped.division, scoped.campaign_aspect
WITH
clock AS (
    SELECT
        CAST($month + INTERVAL '1' MONTH AS DATE) AS next_month,
        CAST($month + INTERVAL '1' MONTH - INTERVAL '1' DAY AS DATE) AS month_end
),

outside AS (
    SELECT division_code
    FROM scoped.division
    WHERE level = 4 AND NOT in_county_total
),

tasks AS (
    SELECT
        t.task_id,
        t.aspect_no,
        t.town_code,
        t.division_code,
        t.task,
        t.resp_unit,
        t.due_at,
        CASE WHEN t.started_at < c.next_month THEN t.started_at END AS started_at,
        CASE WHEN t.done_at < c.next_month THEN t.done_at END AS done_at,
        CASE WHEN TRIM(t.evidence_ref) <> '' THEN t.evidence_ref END AS evidence_ref,
        t.checked_hh,
        t.problems_found,
        t.problems_closed,
        COALESCE(t.done_at < c.next_month, FALSE) AS is_done,
        t.due_at < c.next_month AND NOT COALESCE(t.done_at < c.next_month, FALSE) AS is_late,
        COALESCE(t.done_at < c.next_month, FALSE) AND TRIM(COALESCE(t.evidence_ref, '')) = '' AS is_unproved
    FROM scoped.campaign_task AS t
    CROSS JOIN clock AS c
    WHERE
        t.campaign_id = $campaign
        AND t.town_code LIKE SUBSTR($area, 1, 9) || '%'
        AND (LENGTH($area) < 12 OR t.division_code = $area)
        AND (LENGTH($area) > 6 OR t.town_code NOT IN (SELECT o.division_code FROM outside AS o))
        AND ($aspect_no IS NULL OR t.aspect_no = $aspect_no)
        AND ($resp_unit IS NULL OR t.resp_unit = $resp_unit)
        AND ($due_by IS NULL OR t.due_at <= $due_by)
        AND ($task_place IS NULL OR $task_place IN ('place', 'all') OR t.division_code IS NULL)
)

SELECT
    k.task_id,
    t.short_name AS town_name,
    v.short_name AS village_name,
    a.aspect_name,
    k.task,
    k.resp_unit,
    k.due_at,
    k.started_at,
    k.done_at,
    k.evidence_ref,
    CAST(CASE WHEN k.is_late THEN UNIX_DATE(c.month_end) - UNIX_DATE(k.due_at) ELSE 0 END AS BIGINT) AS days_late,
    CAST(k.checked_hh AS BIGINT) AS checked_hh,
    CAST(k.problems_found AS BIGINT) AS problems_found,
    CAST(k.problems_closed AS BIGINT) AS problems_closed
FROM tasks AS k
CROSS JOIN clock AS c
LEFT JOIN scoped.campaign_aspect AS a ON k.aspect_no = a.aspect_no AND a.campaign_id = $campaign
LEFT JOIN scoped.division AS t ON k.town_code = t.division_code
LEFT JOIN scoped.division AS v ON k.division_code = v.division_code
WHERE
    $task_group IS NULL
    OR ($task_group = 'done' AND k.is_done)
    OR ($task_group = 'overdue' AND k.is_late)
    OR ($task_group = 'to_come' AND NOT k.is_done AND NOT k.is_late)
    OR ($task_group = 'unproved' AND k.is_unproved)
    OR ($task_group = 'in_time' AND k.done_at <= $due_by)
    OR ($task_group = 'after_it' AND k.done_at > $due_by)
    OR ($task_group = 'undone' AND NOT k.is_done)
ORDER BY
    CASE WHEN k.is_late THEN 0 WHEN k.is_done THEN 2 ELSE 1 END,
    k.due_at,
    k.task_id
