-- title:   小额信贷要盯的户: 90天内到期、逾期、超5万元
-- grain:   one row per loan with a balance that has a reason to be watched, by due date; cut at $limit
-- params:  $area VARCHAR, $month DATE
--          $kind VARCHAR?           due_30, due_60, due_90, overdue or over alone
--          $limit INTEGER, $offset INTEGER
-- columns: hh_key VARCHAR, town_name VARCHAR, village_name VARCHAR, why VARCHAR, bank VARCHAR, loan_use VARCHAR,
--          amount DOUBLE, balance DOUBLE, hh_balance DOUBLE, issue_date DATE, due_date DATE, days_left BIGINT,
--          status VARCHAR, overdue_days BIGINT, total_rows BIGINT, total_balance DOUBLE
-- units:   why = due_30, due_60 or due_90 (the nearest; within N days of the month's end), overdue (or compensated),
--          over
--          (hh_balance above threshold loan_over_ceiling), joined by commas; money = 元, balances as last reported;
--          hh_balance = of all loans of the household; days_left = from the month's end to the due date, negative when
--          past; total_rows, total_balance = before the cut
-- reads:   scoped.microloan, scoped.division, scoped.threshold
WITH limits AS (
    SELECT MAX(warn) AS ceiling
    FROM scoped.threshold
    WHERE name = 'loan_over_ceiling'
),

loans AS (
    SELECT
        loan_id,
        hh_key,
        town_code,
        division_code,
        bank,
        loan_use,
        CAST(amount AS DOUBLE) AS amount,
        CAST(balance AS DOUBLE) AS balance,
        issue_date,
        due_date,
        status,
        overdue_days,
        SUM(CAST(balance AS DOUBLE)) OVER (PARTITION BY hh_key) AS hh_balance,
        UNIX_DATE(due_date) - UNIX_DATE(CAST($month + INTERVAL '1' MONTH AS DATE)) + 1 AS days_left
    FROM scoped.microloan
    WHERE
        issue_date < CAST($month + INTERVAL '1' MONTH AS DATE)
        AND division_code LIKE $area || '%'
),

judged AS (
    SELECT
        l.loan_id,
        l.hh_key,
        l.town_code,
        l.division_code,
        l.bank,
        l.loan_use,
        l.amount,
        l.balance,
        l.hh_balance,
        l.issue_date,
        l.due_date,
        l.days_left,
        l.status,
        l.overdue_days,
        CONCAT_WS(
            ',',
            CASE WHEN l.status IN ('overdue', 'compensated') THEN 'overdue' END,
            CASE
                WHEN l.days_left BETWEEN 1 AND 30 THEN 'due_30'
                WHEN l.days_left BETWEEN 31 AND 60 THEN 'due_60'
                WHEN l.days_left BETWEEN 61 AND 90 THEN 'due_90'
            END,
            CASE WHEN l.hh_balance > limits.ceiling THEN 'over' END
        ) AS why
    FROM loans AS l
    CROSS JOIN limits
    WHERE
        l.balance > 0
        AND (
            $kind IS NULL
            OR ($kind = 'due_30' AND l.days_left BETWEEN 1 AND 30)
            OR ($kind = 'due_60' AND l.days_left BETWEEN 1 AND 60)
            OR ($kind = 'due_90' AND l.days_left BETWEEN 1 AND 90)
            OR ($kind = 'overdue' AND l.status IN ('overdue', 'compensated'))
            OR ($kind = 'over' AND l.hh_balance > limits.ceiling)
        )
)

SELECT
    j.hh_key,
    town.short_name AS town_name,
    village.name AS village_name,
    j.why,
    j.bank,
    j.loan_use,
    j.amount,
    j.balance,
    j.hh_balance,
    j.issue_date,
    j.due_date,
    CAST(j.days_left AS BIGINT) AS days_left,
    j.status,
    CAST(j.overdue_days AS BIGINT) AS overdue_days,
    COUNT(*) OVER () AS total_rows,
    SUM(j.balance) OVER () AS total_balance
FROM judged AS j
LEFT JOIN scoped.division AS village ON j.division_code = village.division_code
LEFT JOIN scoped.division AS town ON j.town_code = town.division_code
WHERE j.why <> ''
ORDER BY
    j.due_date,
    j.loan_id
LIMIT $limit OFFSET $offset
