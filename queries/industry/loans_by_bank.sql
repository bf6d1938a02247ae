-- title:   小额信贷, 按承贷银行
-- grain:   one row per bank that has a loan issued by the month's end, the largest balance first
-- params:  $area VARCHAR, $month DATE
-- columns: bank VARCHAR, hh BIGINT, loans BIGINT, balance DOUBLE, loan_new DOUBLE, overdue DOUBLE, overdue_rate DOUBLE,
--          due_90 DOUBLE
-- units:   hh = 户 and loans = 笔 with a balance; money = 元, balances as last reported; loan_new = issued since January;
--          overdue = overdue or compensated; due_90 = falls due within 90 days of the month's end; rate 0..1
-- reads:   scoped.microloan
WITH loans AS (
    SELECT
        bank,
        hh_key,
        issue_date,
        status,
        UNIX_DATE(due_date) - UNIX_DATE(CAST($month + INTERVAL '1' MONTH AS DATE)) AS days_left,
        CAST(amount AS DOUBLE) AS amount,
        CAST(balance AS DOUBLE) AS balance
    FROM scoped.microloan
    WHERE
        issue_date < CAST($month + INTERVAL '1' MONTH AS DATE)
        AND division_code LIKE $area || '%'
),

banks AS (
    SELECT
        bank,
        COUNT(DISTINCT CASE WHEN balance > 0 THEN hh_key END) AS hh,
        COUNT(CASE WHEN balance > 0 THEN 1 END) AS loans,
        SUM(balance) AS balance,
        SUM(CASE WHEN issue_date >= CAST(DATE_TRUNC('year', $month) AS DATE) THEN amount ELSE 0.0E0 END) AS loan_new,
        SUM(CASE WHEN status IN ('overdue', 'compensated') THEN balance ELSE 0.0E0 END) AS overdue,
        SUM(CASE WHEN days_left BETWEEN 0 AND 89 THEN balance ELSE 0.0E0 END) AS due_90
    FROM loans
    GROUP BY bank
)

SELECT
    bank,
    hh,
    loans,
    balance,
    loan_new,
    overdue,
    overdue / NULLIF(balance, 0) AS overdue_rate,
    due_90
FROM banks
ORDER BY
    balance DESC,
    bank ASC
