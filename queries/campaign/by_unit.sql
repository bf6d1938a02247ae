-- title:   专项行动按责任单位: 完成、超期
-- grain:   one row per responsible unit of the tasks, most overdue first
-- params:  $area VARCHAR            county, township, or village (tasks that name it)
--          $month DATE
--          $campaign VARCHAR        campaign_id
-- columns: resp_unit VARCHAR,
--          tasks BIGINT, done BIGINT, overdue BIGINT, to_come BIGINT, unproved BIGINT, done_rate DOUBLE,
--          checked_hh BIGINT, problems_found BIGINT, problems_closed BIGINT
-- units:   tasks = 个; done = by the month's end, overdue = due by then and not done, to_come = neither; unproved =
--          done without evidence, part of done; done_rate = done over tasks; checked_hh = 户 (one under several aspects
--          counts in each); problems = 个, as last reported; NULL = not reported
-- reads:   scoped.campaign_task, scoped.division
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
        t.resp_unit,
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

grouped AS (
    SELECT
        k.resp_unit,
        COUNT(*) AS tasks,
        COUNT(*) FILTER (WHERE k.is_done) AS done,
        COUNT(*) FILTER (WHERE k.is_late) AS overdue,
        COUNT(*) FILTER (WHERE NOT k.is_done AND NOT k.is_late) AS to_come,
        COUNT(*) FILTER (WHERE k.is_unproved) AS unproved,
        SUM(k.checked_hh) AS checked_hh,
        SUM(k.problems_found) AS problems_found,
        SUM(k.problems_closed) AS problems_closed
    FROM tasks AS k
    GROUP BY k.resp_unit
)

SELECT
    g.resp_unit,
    g.tasks,
    g.done,
    g.overdue,
    g.to_come,
    g.unproved,
    CAST(g.done AS DOUBLE) / NULLIF(g.tasks, 0) AS done_rate,
    CAST(g.checked_hh AS BIGINT) AS checked_hh,
    CAST(g.problems_found AS BIGINT) AS problems_found,
    CAST(g.problems_closed AS BIGINT) AS problems_closed
FROM grouped AS g
ORDER BY
    g.overdue DESC,
    g.tasks DESC,
    g.resp_unit ASC
