-- title:   专项行动的阶段和节点: 应完成的任务完成了没有
-- grain:   one row per milestone of the campaign, by date
-- params:  $area VARCHAR            county, township, or village (tasks that name it)
--          $month DATE
--          $campaign VARCHAR        campaign_id
-- columns: milestone_no INTEGER, milestone_kind VARCHAR, milestone_name VARCHAR, start_date DATE, due_at DATE,
--          requirement VARCHAR, milestone_state VARCHAR, tasks BIGINT, in_time BIGINT, after_it BIGINT, undone BIGINT,
--          days_late BIGINT
-- units:   tasks = 个 due by this day; in_time = done by it, after_it = done later by the month's end, undone = not
--          done; milestone_state: coming (begins after the month), running, met (past, all done), missed (past, some
--          undone), made_up (past, some done only after it), passed (past, no task was due by then); days_late = 天
--          since it
-- reads:   scoped.campaign_task, scoped.division, scoped.campaign_milestone
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
        t.due_at,
        CASE WHEN t.done_at < c.next_month THEN t.done_at END AS done_at
    FROM scoped.campaign_task AS t
    CROSS JOIN clock AS c
    WHERE
        t.campaign_id = $campaign
        AND t.town_code LIKE SUBSTR($area, 1, 9) || '%'
        AND (LENGTH($area) < 12 OR t.division_code = $area)
        AND (LENGTH($area) > 6 OR t.town_code NOT IN (SELECT o.division_code FROM outside AS o))
),

counted AS (
    SELECT
        m.milestone_no,
        COUNT(k.due_at) AS tasks,
        COUNT(CASE WHEN k.done_at <= m.due_at THEN 1 END) AS in_time,
        COUNT(CASE WHEN k.done_at > m.due_at THEN 1 END) AS after_it,
        COUNT(CASE WHEN k.due_at IS NOT NULL AND k.done_at IS NULL THEN 1 END) AS undone
    FROM scoped.campaign_milestone AS m
    LEFT JOIN tasks AS k ON m.due_at >= k.due_at
    WHERE m.campaign_id = $campaign
    GROUP BY m.milestone_no
)

SELECT
    m.milestone_no,
    m.milestone_kind,
    m.milestone_name,
    m.start_date,
    m.due_at,
    m.requirement,
    CASE
        WHEN m.due_at >= c.next_month AND COALESCE(m.start_date, m.due_at) >= c.next_month THEN 'coming'
        WHEN m.due_at >= c.next_month THEN 'running'
        WHEN n.tasks = 0 THEN 'passed'
        WHEN n.undone > 0 THEN 'missed'
        WHEN n.after_it > 0 THEN 'made_up'
        ELSE 'met'
    END AS milestone_state,
    n.tasks,
    n.in_time,
    n.after_it,
    n.undone,
    CAST(CASE WHEN m.due_at < c.next_month THEN UNIX_DATE(c.month_end) - UNIX_DATE(m.due_at) END AS BIGINT) AS days_late
FROM scoped.campaign_milestone AS m
CROSS JOIN clock AS c
INNER JOIN counted AS n ON m.milestone_no = n.milestone_no
WHERE m.campaign_id = $campaign
ORDER BY
    m.due_at,
    m.milestone_no
