-- title:   到户产业奖补走到哪一步: 登记、验收、满期、兑现
-- grain:   one row per step (applied, accepted, due, paid, late) of the year so far
-- params:  $area VARCHAR, $month DATE
-- columns: step VARCHAR, hh BIGINT, items BIGINT, yuan DOUBLE, last_year_hh BIGINT, median_days DOUBLE, p90_days DOUBLE
-- units:   hh = 户, each once; items = 个 projects; yuan = rewards as accepted; applied = on file for the year, which has
--          no date of its own; accepted = by the month's end; due = with a reward and accepted longer ago than the days
--          of
--          threshold reward_unpaid_days; paid = by the month; late = due and not paid. last_year_hh = the same step at
--          the same month of last year; days = from acceptance to the end of the month of payment, so at most (in the
--          row paid), or to this month's end (in the row late). No row where no project of the year was reported
-- reads:   scoped.industry_project_hh, scoped.benefit, scoped.threshold
WITH clock AS (
    SELECT
        n.years_back,
        CAST(EXTRACT(YEAR FROM $month) AS INTEGER) - n.years_back AS year_no,
        CAST($month - INTERVAL '1' YEAR * n.years_back AS DATE) AS stat_month,
        CAST($month + INTERVAL '1' MONTH - INTERVAL '1' YEAR * n.years_back AS DATE) AS next_month
    FROM (VALUES (0), (1)) AS n (years_back)
),

rule AS (
    SELECT COALESCE(MAX(warn), 60) AS days
    FROM scoped.threshold
    WHERE name = 'reward_unpaid_days'
),

paid AS (
    SELECT
        c.years_back,
        b.hh_key,
        MIN(b.pay_month) AS pay_month
    FROM scoped.benefit AS b
    INNER JOIN clock AS c ON EXTRACT(YEAR FROM b.pay_month) = c.year_no AND b.pay_month <= c.stat_month
    WHERE
        b.scheme = 'reward_industry'
        AND b.division_code LIKE $area || '%'
    GROUP BY
        c.years_back,
        b.hh_key
),

homes AS (
    SELECT
        c.years_back,
        c.next_month,
        p.hh_key,
        COUNT(*) AS items,
        COUNT(CASE WHEN p.accepted_at < c.next_month THEN 1 END) AS accepted_items,
        COUNT(
            CASE WHEN p.reward > 0 AND UNIX_DATE(p.accepted_at) + r.days < UNIX_DATE(c.next_month) THEN 1 END
        ) AS due_items,
        SUM(CAST(p.reward AS DOUBLE)) AS yuan,
        SUM(CASE WHEN p.accepted_at < c.next_month THEN CAST(p.reward AS DOUBLE) END) AS accepted_yuan,
        SUM(
            CASE
                WHEN UNIX_DATE(p.accepted_at) + r.days < UNIX_DATE(c.next_month) THEN CAST(p.reward AS DOUBLE)
            END
        ) AS due_yuan,
        MIN(p.accepted_at) AS accepted_at
    FROM scoped.industry_project_hh AS p
    INNER JOIN clock AS c ON p.year = c.year_no
    CROSS JOIN rule AS r
    WHERE p.division_code LIKE $area || '%'
    GROUP BY
        c.years_back,
        c.next_month,
        p.hh_key
),

judged AS (
    SELECT
        h.years_back,
        h.hh_key,
        h.items,
        h.accepted_items,
        h.due_items,
        h.yuan,
        h.accepted_yuan,
        h.due_yuan,
        h.accepted_items > 0 AND paid.hh_key IS NOT NULL AS is_paid,
        h.due_items > 0 AND paid.hh_key IS NULL AS is_late,
        UNIX_DATE(LAST_DAY(paid.pay_month)) - UNIX_DATE(h.accepted_at) AS paid_days,
        UNIX_DATE(h.next_month) - 1 - UNIX_DATE(h.accepted_at) AS open_days
    FROM homes AS h
    LEFT JOIN paid ON h.hh_key = paid.hh_key AND h.years_back = paid.years_back
),

steps AS (
    SELECT
        n.step,
        n.step_no,
        j.years_back,
        COUNT(*) AS hh,
        SUM(
            CASE n.step
                WHEN 'applied' THEN j.items
                WHEN 'due' THEN j.due_items
                WHEN 'late' THEN j.due_items
                ELSE j.accepted_items
            END
        ) AS items,
        SUM(
            CASE n.step
                WHEN 'applied' THEN j.yuan
                WHEN 'due' THEN j.due_yuan
                WHEN 'late' THEN j.due_yuan
                ELSE j.accepted_yuan
            END
        ) AS yuan,
        PERCENTILE_CONT(0.5) WITHIN GROUP (
            ORDER BY CASE n.step WHEN 'paid' THEN j.paid_days WHEN 'late' THEN j.open_days END
        ) AS median_days,
        PERCENTILE_CONT(0.9) WITHIN GROUP (
            ORDER BY CASE n.step WHEN 'paid' THEN j.paid_days WHEN 'late' THEN j.open_days END
        ) AS p90_days
    FROM judged AS j
    CROSS JOIN (VALUES ('applied', 1), ('accepted', 2), ('due', 3), ('paid', 4), ('late', 5)) AS n (step, step_no)
    WHERE
        n.step = 'applied'
        OR (n.step = 'accepted' AND j.accepted_items > 0)
        OR (n.step = 'due' AND j.due_items > 0)
        OR (n.step = 'paid' AND j.is_paid)
        OR (n.step = 'late' AND j.is_late)
    GROUP BY
        n.step,
        n.step_no,
        j.years_back
),

reported AS (
    SELECT DISTINCT years_back
    FROM homes
)

SELECT
    n.step,
    CAST(COALESCE(now.hh, 0) AS BIGINT) AS hh,
    CAST(COALESCE(now.items, 0) AS BIGINT) AS items,
    COALESCE(now.yuan, 0.0E0) AS yuan,
    CAST(CASE WHEN earlier.years_back = 1 THEN COALESCE(past.hh, 0) END AS BIGINT) AS last_year_hh,
    CAST(now.median_days AS DOUBLE) AS median_days,
    CAST(now.p90_days AS DOUBLE) AS p90_days
FROM (VALUES ('applied', 1), ('accepted', 2), ('due', 3), ('paid', 4), ('late', 5)) AS n (step, step_no)
INNER JOIN reported ON reported.years_back = 0
LEFT JOIN reported AS earlier ON earlier.years_back = 1
LEFT JOIN steps AS now ON n.step = now.step AND now.years_back = 0
LEFT JOIN steps AS past ON n.step = past.step AND past.years_back = 1
ORDER BY n.step_no
