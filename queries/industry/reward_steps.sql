-- title:   到户产业奖补走到哪一步: 登记、验收、满期、兑现
-- grain:   one row per step (applied, accepted, due, paid, late) of the year so far
-- params:  $area VARCHAR, $month DATE
-- columns: step VARCHAR, hh BIGINT, items BIGINT, yuan DOUBLE, median_days DOUBLE, p90_days DOUBLE
-- units:   hh = 户, each once; items = 个 projects; yuan = rewards as accepted; applied = on file for the year, which has
--          no date of its own; accepted = by the month's end; due = with a reward and accepted longer ago than the days
--          of threshold reward_unpaid_days; paid = by the month; late = due and not paid; days = from acceptance to the
--          end of the month of payment, so at most (in the row paid), or to this month's end (in the row late). No row
--          where no project of the year was reported
-- reads:   scoped.industry_project_hh, scoped.benefit, scoped.threshold
WITH rule AS (
    SELECT
        COALESCE(MAX(warn), 60) AS days,
        CAST($month + INTERVAL '1' MONTH AS DATE) AS next_month
    FROM scoped.threshold
    WHERE name = 'reward_unpaid_days'
),

paid AS (
    SELECT
        hh_key,
        MIN(pay_month) AS pay_month
    FROM scoped.benefit
    WHERE
        scheme = 'reward_industry'
        AND pay_month BETWEEN CAST(DATE_TRUNC('year', $month) AS DATE) AND $month
        AND division_code LIKE $area || '%'
    GROUP BY hh_key
),

homes AS (
    SELECT
        p.hh_key,
        COUNT(*) AS items,
        COUNT(CASE WHEN p.accepted_at < r.next_month THEN 1 END) AS accepted_items,
        COUNT(
            CASE WHEN p.reward > 0 AND UNIX_DATE(p.accepted_at) + r.days < UNIX_DATE(r.next_month) THEN 1 END
        ) AS due_items,
        SUM(CAST(p.reward AS DOUBLE)) AS yuan,
        SUM(CASE WHEN p.accepted_at < r.next_month THEN CAST(p.reward AS DOUBLE) END) AS accepted_yuan,
        SUM(
            CASE
                WHEN UNIX_DATE(p.accepted_at) + r.days < UNIX_DATE(r.next_month) THEN CAST(p.reward AS DOUBLE)
            END
        ) AS due_yuan,
        MIN(p.accepted_at) AS accepted_at,
        MAX(UNIX_DATE(r.next_month)) - 1 AS last_day
    FROM scoped.industry_project_hh AS p
    CROSS JOIN rule AS r
    WHERE
        p.year = EXTRACT(YEAR FROM $month)
        AND p.division_code LIKE $area || '%'
    GROUP BY p.hh_key
),

judged AS (
    SELECT
        h.items,
        h.accepted_items,
        h.due_items,
        h.yuan,
        h.accepted_yuan,
        h.due_yuan,
        h.accepted_items > 0 AND paid.hh_key IS NOT NULL AS is_paid,
        h.due_items > 0 AND paid.hh_key IS NULL AS is_late,
        UNIX_DATE(LAST_DAY(paid.pay_month)) - UNIX_DATE(h.accepted_at) AS paid_days,
        h.last_day - UNIX_DATE(h.accepted_at) AS open_days
    FROM homes AS h
    LEFT JOIN paid ON h.hh_key = paid.hh_key
),

counted AS (
    SELECT
        COUNT(*) AS applied,
        SUM(items) AS applied_items,
        SUM(yuan) AS applied_yuan,
        COUNT(CASE WHEN accepted_items > 0 THEN 1 END) AS accepted,
        SUM(accepted_items) AS accepted_items,
        SUM(accepted_yuan) AS accepted_yuan,
        COUNT(CASE WHEN due_items > 0 THEN 1 END) AS due,
        SUM(due_items) AS due_items,
        SUM(due_yuan) AS due_yuan,
        COUNT(CASE WHEN is_paid THEN 1 END) AS paid,
        SUM(CASE WHEN is_paid THEN accepted_items END) AS paid_items,
        SUM(CASE WHEN is_paid THEN accepted_yuan END) AS paid_yuan,
        COUNT(CASE WHEN is_late THEN 1 END) AS late,
        SUM(CASE WHEN is_late THEN due_items END) AS late_items,
        SUM(CASE WHEN is_late THEN due_yuan END) AS late_yuan,
        PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY CASE WHEN is_paid THEN paid_days END) AS paid_median,
        PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY CASE WHEN is_paid THEN paid_days END) AS paid_p90,
        PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY CASE WHEN is_late THEN open_days END) AS late_median,
        PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY CASE WHEN is_late THEN open_days END) AS late_p90
    FROM judged
)

SELECT
    n.step,
    CASE n.step
        WHEN 'applied' THEN c.applied
        WHEN 'accepted' THEN c.accepted
        WHEN 'due' THEN c.due
        WHEN 'paid' THEN c.paid
        ELSE c.late
    END AS hh,
    CAST(
        COALESCE(
            CASE n.step
                WHEN 'applied' THEN c.applied_items
                WHEN 'accepted' THEN c.accepted_items
                WHEN 'due' THEN c.due_items
                WHEN 'paid' THEN c.paid_items
                ELSE c.late_items
            END, 0
        ) AS BIGINT
    ) AS items,
    COALESCE(
        CASE n.step
            WHEN 'applied' THEN c.applied_yuan
            WHEN 'accepted' THEN c.accepted_yuan
            WHEN 'due' THEN c.due_yuan
            WHEN 'paid' THEN c.paid_yuan
            ELSE c.late_yuan
        END, 0.0E0
    ) AS yuan,
    CAST(CASE n.step WHEN 'paid' THEN c.paid_median WHEN 'late' THEN c.late_median END AS DOUBLE) AS median_days,
    CAST(CASE n.step WHEN 'paid' THEN c.paid_p90 WHEN 'late' THEN c.late_p90 END AS DOUBLE) AS p90_days
FROM counted AS c
CROSS JOIN (VALUES ('applied', 1), ('accepted', 2), ('due', 3), ('paid', 4), ('late', 5)) AS n (step, step_no)
WHERE c.applied > 0
ORDER BY n.step_no
