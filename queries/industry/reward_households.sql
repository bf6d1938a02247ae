-- title:   奖补要核的户: 到期没兑现, 超过上限, 验收了没有金额
-- grain:   one row per household and reason, those waiting longest first; cut at $limit
-- params:  $area VARCHAR, $month DATE
--          $kind VARCHAR?           late, over or no_amount
--          $limit INTEGER, $offset INTEGER
-- columns: kind VARCHAR, hh_key VARCHAR, town_name VARCHAR, village_name VARCHAR, items VARCHAR, accepted_at DATE,
--          days BIGINT, reward DOUBLE, total_rows BIGINT
-- units:   days = from the first acceptance to the month's end; reward = 元 of the projects accepted in the year; late =
--          accepted longer ago than reward_unpaid_days and nothing paid in the year; over = more than
--          reward_household_max; no_amount = accepted without an amount
-- reads:   scoped.industry_project_hh, scoped.benefit, scoped.threshold, scoped.division
WITH clock AS (
    SELECT
        CAST($month + INTERVAL '1' MONTH AS DATE) AS next_month,
        CAST(DATE_TRUNC('year', $month) AS DATE) AS new_year,
        CAST(EXTRACT(YEAR FROM $month) AS INTEGER) AS year_no
),

rule AS (
    SELECT
        COALESCE(MAX(CASE WHEN name = 'reward_unpaid_days' THEN warn END), 60) AS days,
        MAX(CASE WHEN name = 'reward_household_max' THEN warn END) AS most
    FROM scoped.threshold
),

paid AS (
    SELECT DISTINCT b.hh_key
    FROM scoped.benefit AS b
    INNER JOIN clock AS c ON b.pay_month BETWEEN c.new_year AND $month
    WHERE
        b.scheme = 'reward_industry'
        AND b.division_code LIKE $area || '%'
),

homes AS (
    SELECT
        p.hh_key,
        p.town_code,
        p.division_code,
        MIN(p.item) AS first_item,
        COUNT(*) AS items,
        MIN(p.accepted_at) AS accepted_at,
        SUM(CAST(p.reward AS DOUBLE)) AS reward,
        COUNT(CASE WHEN p.reward IS NULL THEN 1 END) AS without_amount,
        COUNT(
            CASE WHEN p.reward > 0 AND UNIX_DATE(p.accepted_at) + r.days < UNIX_DATE(c.next_month) THEN 1 END
        ) AS due_items,
        MAX(r.most) AS most,
        MAX(UNIX_DATE(c.next_month)) - 1 - MIN(UNIX_DATE(p.accepted_at)) AS days
    FROM scoped.industry_project_hh AS p
    INNER JOIN clock AS c ON p.year = c.year_no AND p.accepted_at < c.next_month
    CROSS JOIN rule AS r
    WHERE p.division_code LIKE $area || '%'
    GROUP BY
        p.hh_key,
        p.town_code,
        p.division_code
),

found AS (
    SELECT
        n.kind,
        h.hh_key,
        h.town_code,
        h.division_code,
        h.first_item,
        h.items,
        h.accepted_at,
        h.days,
        h.reward
    FROM homes AS h
    LEFT JOIN paid ON h.hh_key = paid.hh_key
    CROSS JOIN (VALUES ('late'), ('over'), ('no_amount')) AS n (kind)
    WHERE
        ($kind IS NULL OR n.kind = $kind)
        AND (
            (n.kind = 'late' AND h.due_items > 0 AND paid.hh_key IS NULL)
            OR (n.kind = 'over' AND h.reward > h.most)
            OR (n.kind = 'no_amount' AND h.without_amount > 0)
        )
)

SELECT
    f.kind,
    f.hh_key,
    town.short_name AS town_name,
    village.name AS village_name,
    CASE WHEN f.items > 1 THEN f.first_item || '等' || CAST(f.items AS VARCHAR) || '项' ELSE f.first_item END AS items,
    f.accepted_at,
    CAST(f.days AS BIGINT) AS days,
    f.reward,
    COUNT(*) OVER () AS total_rows
FROM found AS f
LEFT JOIN scoped.division AS village ON f.division_code = village.division_code
LEFT JOIN scoped.division AS town ON f.town_code = town.division_code
ORDER BY
    f.days DESC,
    f.hh_key ASC,
    f.kind ASC
LIMIT $limit OFFSET $offset
