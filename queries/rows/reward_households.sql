-- title:   到户产业和奖补背后的户: 计入的, 和没有计入的及原因
-- grain:   one row per household with a project of the year on file; amount adds up to the figure over the rows without
--          dropped_by
-- params:  $area VARCHAR, $month DATE
--          $indicator VARCHAR       hh_industry_rate, reward_paid_rate or reward_per_hh (their numerators), or a step:
--                                   applied, accepted, due, paid, late
--          $item VARCHAR?           one kind of project
-- columns: hh_key VARCHAR, village_name VARCHAR, items VARCHAR, accepted_at DATE, pay_month DATE, days BIGINT,
--          reward DOUBLE, amount DOUBLE, dropped_by VARCHAR
-- units:   reward = 元 of the projects accepted by the month's end; days = from the first acceptance to the month's end;
--          amount = 1 a household, or its reward in 元 for reward_per_hh
-- reads:   scoped.industry_project_hh, scoped.benefit, scoped.household_month, scoped.threshold, scoped.division
WITH clock AS (
    SELECT
        CAST($month + INTERVAL '1' MONTH AS DATE) AS next_month,
        CAST(DATE_TRUNC('year', $month) AS DATE) AS new_year,
        CAST(EXTRACT(YEAR FROM $month) AS INTEGER) AS year_no
),

rule AS (
    SELECT COALESCE(MAX(warn), 60) AS days
    FROM scoped.threshold
    WHERE name = 'reward_unpaid_days'
),

paid AS (
    SELECT
        b.hh_key,
        MIN(b.pay_month) AS pay_month
    FROM scoped.benefit AS b
    INNER JOIN clock AS c ON b.pay_month BETWEEN c.new_year AND $month
    WHERE
        b.scheme = 'reward_industry'
        AND b.division_code LIKE $area || '%'
    GROUP BY b.hh_key
),

able AS (
    SELECT hh_key
    FROM scoped.household_month
    WHERE
        stat_month = $month
        AND NOT is_no_labour
        AND (hh_type = 'alleviated' OR risk_status = 'active')
        AND division_code LIKE $area || '%'
),

homes AS (
    SELECT
        p.hh_key,
        p.division_code,
        MIN(p.item) AS first_item,
        COUNT(*) AS items,
        MIN(CASE WHEN p.accepted_at < c.next_month THEN p.accepted_at END) AS accepted_at,
        SUM(CASE WHEN p.accepted_at < c.next_month THEN CAST(p.reward AS DOUBLE) END) AS reward,
        COUNT(
            CASE WHEN p.reward > 0 AND UNIX_DATE(p.accepted_at) + r.days < UNIX_DATE(c.next_month) THEN 1 END
        ) AS due_items
    FROM scoped.industry_project_hh AS p
    INNER JOIN clock AS c ON p.year = c.year_no
    CROSS JOIN rule AS r
    WHERE
        p.division_code LIKE $area || '%'
        AND ($item IS NULL OR p.item = $item)
    GROUP BY
        p.hh_key,
        p.division_code
)

SELECT
    h.hh_key,
    village.name AS village_name,
    CASE WHEN h.items > 1 THEN h.first_item || '等' || CAST(h.items AS VARCHAR) || '项' ELSE h.first_item END AS items,
    h.accepted_at,
    paid.pay_month,
    CAST(UNIX_DATE(c.next_month) - 1 - UNIX_DATE(h.accepted_at) AS BIGINT) AS days,
    h.reward,
    CASE WHEN $indicator = 'reward_per_hh' THEN COALESCE(h.reward, 0.0E0) ELSE 1.0E0 END AS amount,
    CASE
        WHEN $indicator = 'applied' THEN NULL
        WHEN h.accepted_at IS NULL THEN 'not_accepted'
        WHEN $indicator = 'hh_industry_rate' AND able.hh_key IS NULL THEN 'not_able'
        WHEN $indicator IN ('reward_paid_rate', 'due', 'late') AND h.due_items = 0 THEN 'reward_not_due'
        WHEN $indicator IN ('reward_paid_rate', 'reward_per_hh', 'paid') AND paid.hh_key IS NULL THEN 'reward_unpaid'
        WHEN $indicator = 'late' AND paid.hh_key IS NOT NULL THEN 'reward_paid'
    END AS dropped_by
FROM homes AS h
CROSS JOIN clock AS c
LEFT JOIN paid ON h.hh_key = paid.hh_key
LEFT JOIN able ON h.hh_key = able.hh_key
LEFT JOIN scoped.division AS village ON h.division_code = village.division_code
ORDER BY
    h.division_code,
    h.hh_key
