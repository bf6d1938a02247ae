-- title:   专项行动按方面: 完成、超期、发现的问题
-- grain:   one row per aspect of the campaign, also without a task, in the order of the plan
-- params:  $area VARCHAR            county, township, or village (tasks that name it)
--          $month DATE
--          $campaign VARCHAR        campaign_id
-- columns: aspect_no INTEGER, aspect_name VARCHAR, requirement VARCHAR, resp_units VARCHAR, lead_dept VARCHAR,
--          indicator_id VARCHAR,
--          tasks BIGINT, done BIGINT, overdue BIGINT, to_come BIGINT, unproved BIGINT, done_rate DOUBLE,
--          checked_hh BIGINT, problems_found BIGINT, problems_closed BIGINT
-- units:   tasks = 个; done = by the month's end, overdue = due by then and not done, to_come = neither; unproved =
--          done without evidence, part of done; done_rate = done over tasks; checked_hh = 户 (one under several aspects
--          counts in each); problems = 个, as last reported; NULL = not reported
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
        t.aspect_no,
        COALESCE(t.done_at < c.next_month, FALSE) AS is_done,
        t.due_at < c.next_month AND NOT COALESCE(t.done_at < c.next_month, FALSE) AS is_late,
        COALESCE(t.done_at < c.next_month, FALSE) AND TRIM(COALESCE(t.evidence_ref, '')) = '' AS is_unproved,
        t.checked_hh,
        t.problems_found,
        t.problems_closed
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
        k.aspect_no,
        COUNT(*) AS tasks,
        COUNT(*) FILTER (WHERE k.is_done) AS done,
        COUNT(*) FILTER (WHERE k.is_late) AS overdue,
        COUNT(*) FILTER (WHERE NOT k.is_done AND NOT k.is_late) AS to_come,
        COUNT(*) FILTER (WHERE k.is_unproved) AS unproved,
        SUM(k.checked_hh) AS checked_hh,
        SUM(k.problems_found) AS problems_found,
        SUM(k.problems_closed) AS problems_closed
    FROM tasks AS k
    GROUP BY k.aspect_no
)

SELECT
    a.aspect_no,
    a.aspect_name,
    a.requirement,
    a.resp_units,
    a.lead_dept,
    a.indicator_id,
    COALESCE(g.tasks, 0) AS tasks,
    COALESCE(g.done, 0) AS done,
    COALESCE(g.overdue, 0) AS overdue,
    COALESCE(g.to_come, 0) AS to_come,
    COALESCE(g.unproved, 0) AS unproved,
    CAST(g.done AS DOUBLE) / NULLIF(g.tasks, 0) AS done_rate,
    CAST(g.checked_hh AS BIGINT) AS checked_hh,
    CAST(g.problems_found AS BIGINT) AS problems_found,
    CAST(g.problems_closed AS BIGINT) AS problems_closed
FROM scoped.campaign_aspect AS a
LEFT JOIN counted AS g ON a.aspect_no = g.aspect_no
WHERE a.campaign_id = $campaign
ORDER BY a.aspect_no
