-- title:   本年衔接资金项目清单: 状态、日期与支出
-- grain:   one row per project of the year's plan; suspended, late and unpaid ones first
-- params:  $area VARCHAR              county or township (a village stands for its township)
--          $month DATE                first day of the month; facts up to its end
--          $type VARCHAR?             a code of project types
--          $state VARCHAR?            a code of project states, as of the month's end
--          $limit INTEGER             rows of one page of the list
--          $offset INTEGER            rows to leave out before it
-- columns: project_id VARCHAR, project_name VARCHAR, town_name VARCHAR, village_name VARCHAR, type VARCHAR,
--          batch_no INTEGER, state VARCHAR, note VARCHAR, plan_total DOUBLE, allocated DOUBLE, arrived DOUBLE,
--          paid DOUBLE, of_allocated DOUBLE, of_arrived DOUBLE, of_planned DOUBLE, start_plan DATE, started_at DATE,
--          finish_plan DATE, finished_at DATE, accepted_at DATE, handed_at DATE, total_rows BIGINT,
--          total_planned DOUBLE, total_paid DOUBLE
-- units:   money = 元 up to the month's end; of_* = 0..1; total_* = over all rows of the filter, not of the page.
--          note: unpaid (accepted 30 days ago, not fully paid), finish_late, start_late (past the planned date)
-- reads:   scoped.project, scoped.disbursement, scoped.fund_allocation, scoped.threshold, scoped.division
WITH
counted AS (
    SELECT division_code AS town_code
    FROM scoped.division
    WHERE
        level = 4
        AND (LENGTH($area) > 6 OR in_county_total)
),

rule AS (
    SELECT COALESCE(MAX(warn), 30) AS unpaid_days
    FROM scoped.threshold
    WHERE name = 'finished_unpaid_days'
),

clock AS (
    SELECT
        CAST($month + INTERVAL '1' MONTH AS DATE) AS next_month,
        CAST(EXTRACT(YEAR FROM CAST($month AS DATE)) AS INTEGER) AS year_no
),

paid AS (
    SELECT
        d.project_id,
        CAST(SUM(d.amount) AS DOUBLE) AS amount
    FROM scoped.disbursement AS d
    INNER JOIN clock AS c ON d.pay_date < c.next_month
    WHERE d.project_id IS NOT NULL
    GROUP BY d.project_id
),

granted AS (
    SELECT
        a.project_id,
        CAST(SUM(a.amount) AS DOUBLE) AS allocated,
        CAST(SUM(CASE WHEN a.arrived_at < c.next_month THEN a.amount END) AS DOUBLE) AS arrived
    FROM scoped.fund_allocation AS a
    INNER JOIN clock AS c ON a.allocated_at < c.next_month
    WHERE a.project_id IS NOT NULL
    GROUP BY a.project_id
),

dated AS (
    SELECT
        p.project_id,
        p.name AS project_name,
        p.town_code,
        p.division_code,
        p.type,
        p.batch_no,
        p.state AS state_now,
        CAST(p.plan_total AS DOUBLE) AS plan_total,
        p.start_plan,
        p.finish_plan,
        c.next_month,
        CASE WHEN p.started_at < c.next_month THEN p.started_at END AS started_at,
        CASE WHEN p.finished_at < c.next_month THEN p.finished_at END AS finished_at,
        CASE WHEN p.accepted_at < c.next_month THEN p.accepted_at END AS accepted_at,
        CASE WHEN p.handed_at < c.next_month THEN p.handed_at END AS handed_at
    FROM scoped.project AS p
    INNER JOIN clock AS c
        ON
            p.plan_year = c.year_no
            AND (p.plan_order_at IS NULL OR p.plan_order_at < c.next_month)
    WHERE
        p.town_code LIKE SUBSTR($area, 1, 9) || '%'
        AND p.town_code IN (SELECT n.town_code FROM counted AS n)
        AND ($type IS NULL OR p.type = $type)
),

states AS (
    SELECT
        d.project_id,
        d.project_name,
        d.town_code,
        d.division_code,
        d.type,
        d.batch_no,
        d.plan_total,
        d.start_plan,
        d.finish_plan,
        d.next_month,
        d.started_at,
        d.finished_at,
        d.accepted_at,
        d.handed_at,
        CASE
            WHEN d.handed_at IS NOT NULL THEN 'handed_over'
            WHEN d.accepted_at IS NOT NULL AND d.state_now = 'settled' THEN 'settled'
            WHEN d.accepted_at IS NOT NULL THEN 'accepted'
            WHEN d.finished_at IS NOT NULL THEN 'finished'
            WHEN d.state_now IN ('suspended', 'cancelled') THEN d.state_now
            WHEN d.started_at IS NOT NULL THEN 'started'
            WHEN d.state_now IN ('pooled', 'tendering') THEN d.state_now
            ELSE 'planned'
        END AS state
    FROM dated AS d
),

judged AS (
    SELECT
        s.project_id,
        s.project_name,
        s.town_code,
        s.division_code,
        s.type,
        s.batch_no,
        s.state,
        s.plan_total,
        s.start_plan,
        s.started_at,
        s.finish_plan,
        s.finished_at,
        s.accepted_at,
        s.handed_at,
        g.allocated,
        g.arrived,
        COALESCE(m.amount, 0.0) AS paid,
        CASE
            WHEN s.state = 'cancelled' THEN NULL
            WHEN
                UNIX_DATE(s.accepted_at) + r.unpaid_days < UNIX_DATE(s.next_month)
                AND COALESCE(m.amount, 0.0) < s.plan_total
                THEN 'unpaid'
            WHEN s.finished_at IS NULL AND s.finish_plan < s.next_month THEN 'finish_late'
            WHEN s.started_at IS NULL AND s.start_plan < s.next_month THEN 'start_late'
        END AS note
    FROM states AS s
    CROSS JOIN rule AS r
    LEFT JOIN paid AS m ON s.project_id = m.project_id
    LEFT JOIN granted AS g ON s.project_id = g.project_id
    WHERE
        $state IS NULL
        OR s.state = $state
)

SELECT
    j.project_id,
    j.project_name,
    t.short_name AS town_name,
    v.short_name AS village_name,
    j.type,
    j.batch_no,
    j.state,
    j.note,
    j.plan_total,
    j.allocated,
    j.arrived,
    j.paid,
    j.paid / NULLIF(j.allocated, 0) AS of_allocated,
    j.paid / NULLIF(j.arrived, 0) AS of_arrived,
    j.paid / NULLIF(j.plan_total, 0) AS of_planned,
    j.start_plan,
    j.started_at,
    j.finish_plan,
    j.finished_at,
    j.accepted_at,
    j.handed_at,
    CAST(COUNT(*) OVER () AS BIGINT) AS total_rows,
    SUM(j.plan_total) OVER () AS total_planned,
    SUM(j.paid) OVER () AS total_paid
FROM judged AS j
LEFT JOIN scoped.division AS t ON j.town_code = t.division_code
LEFT JOIN scoped.division AS v ON j.division_code = v.division_code
ORDER BY
    CASE
        WHEN j.state = 'suspended' THEN 0
        WHEN j.note = 'unpaid' THEN 1
        WHEN j.note = 'finish_late' THEN 2
        WHEN j.note = 'start_late' THEN 3
        ELSE 4
    END,
    j.project_id
LIMIT $limit OFFSET $offset
