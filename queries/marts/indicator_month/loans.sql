-- title:   小额信贷: 余额、新增、逾期、到期, 按村和月
-- grain:   one row per village and month with a loan issued by then
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, microloan_hh BIGINT, loan_balance DOUBLE,
--          loan_new DOUBLE, loan_overdue_rate__num DOUBLE, loan_overdue_rate__den DOUBLE, loan_due_30_60_90 DOUBLE,
--          loan_due_30_60_90__d30 DOUBLE, loan_due_30_60_90__d60 DOUBLE, loan_over_ceiling BIGINT
-- units:   户, 元; the balance is the one last reported, so that past months show today's balance of the loans issued
--          by then; due within 90, 30 and 60 days of the month's end; the ceiling is 50,000 yuan a household
-- reads:   scoped.microloan, scoped.household_month, scoped.threshold
WITH months AS (
    SELECT
        stat_month,
        CAST(stat_month + INTERVAL '1' MONTH AS DATE) AS next_month,
        CAST(DATE_TRUNC('year', stat_month) AS DATE) AS new_year,
        EXTRACT(YEAR FROM stat_month) AS year_no,
        EXTRACT(MONTH FROM stat_month) AS month_no
    FROM scoped.household_month
    WHERE stat_month BETWEEN $from_month AND $to_month
    GROUP BY stat_month
),

loans AS (
    SELECT
        months.stat_month,
        months.new_year,
        months.next_month,
        one.town_code,
        one.division_code,
        one.hh_key,
        one.issue_date,
        one.due_date,
        one.status,
        CAST(one.amount AS DOUBLE) AS amount,
        CAST(one.balance AS DOUBLE) AS balance
    FROM months
    INNER JOIN scoped.microloan AS one ON months.next_month > one.issue_date
),

households AS (
    SELECT
        stat_month,
        town_code,
        division_code,
        hh_key,
        SUM(balance) AS balance,
        SUM(CASE WHEN issue_date >= new_year THEN amount ELSE 0 END) AS issued,
        SUM(CASE WHEN status IN ('overdue', 'compensated') THEN balance ELSE 0 END) AS overdue,
        SUM(
            CASE
                WHEN
                    due_date >= next_month AND due_date < CAST(next_month + INTERVAL '30' DAY AS DATE)
                    THEN balance
                ELSE 0
            END
        ) AS due_30,
        SUM(
            CASE
                WHEN
                    due_date >= next_month AND due_date < CAST(next_month + INTERVAL '60' DAY AS DATE)
                    THEN balance
                ELSE 0
            END
        ) AS due_60,
        SUM(
            CASE
                WHEN
                    due_date >= next_month AND due_date < CAST(next_month + INTERVAL '90' DAY AS DATE)
                    THEN balance
                ELSE 0
            END
        ) AS due_90
    FROM loans
    GROUP BY
        stat_month,
        town_code,
        division_code,
        hh_key
),

limits AS (
    SELECT MAX(CAST(warn AS DOUBLE)) AS yuan
    FROM scoped.threshold
    WHERE name = 'loan_over_ceiling'
)

SELECT
    households.stat_month,
    households.town_code,
    households.division_code,
    COUNT(*) FILTER (WHERE households.balance > 0) AS microloan_hh,
    CAST(SUM(households.balance) AS DOUBLE) AS loan_balance,
    CAST(SUM(households.issued) AS DOUBLE) AS loan_new,
    CAST(SUM(households.overdue) AS DOUBLE) AS loan_overdue_rate__num,
    CAST(SUM(households.balance) AS DOUBLE) AS loan_overdue_rate__den,
    CAST(SUM(households.due_90) AS DOUBLE) AS loan_due_30_60_90,
    CAST(SUM(households.due_30) AS DOUBLE) AS loan_due_30_60_90__d30,
    CAST(SUM(households.due_60) AS DOUBLE) AS loan_due_30_60_90__d60,
    CASE WHEN MAX(limits.yuan) IS NOT NULL THEN COUNT(*) FILTER (WHERE households.balance > limits.yuan) END
        AS loan_over_ceiling
FROM households
CROSS JOIN limits
GROUP BY
    households.stat_month,
    households.town_code,
    households.division_code
ORDER BY
    households.stat_month,
    households.town_code,
    households.division_code
