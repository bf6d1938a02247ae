-- title:   小额信贷背后的每一笔贷款: 计入的, 和没有计入的及原因
-- grain:   one row per loan, by due date; amount adds up to the figure over the rows without dropped_by
-- params:  $area VARCHAR, $month DATE
--          $indicator VARCHAR       loan_balance, loan_new, loan_overdue_rate (its numerator), loan_due_30_60_90 whole,
--          .d30
--                                   or .d60
--          $bank VARCHAR?
--          $due_month DATE?         loans that fall due in this month
-- columns: hh_key VARCHAR, village_name VARCHAR, bank VARCHAR, loan_use VARCHAR, issue_date DATE, due_date DATE,
--          status VARCHAR, balance DOUBLE, amount DOUBLE, dropped_by VARCHAR
-- units:   amount = 元: what was lent for loan_new, the balance last reported for the others
-- reads:   scoped.microloan, scoped.division
WITH loans AS (
    SELECT
        loan_id,
        hh_key,
        division_code,
        bank,
        loan_use,
        issue_date,
        due_date,
        status,
        CAST(amount AS DOUBLE) AS lent,
        CAST(balance AS DOUBLE) AS balance,
        UNIX_DATE(due_date) - UNIX_DATE(CAST($month + INTERVAL '1' MONTH AS DATE)) + 1 AS days_left
    FROM scoped.microloan
    WHERE
        division_code LIKE $area || '%'
        AND ($bank IS NULL OR bank = $bank)
        AND ($due_month IS NULL OR DATE_TRUNC('month', due_date) = $due_month)
)

SELECT
    l.hh_key,
    village.name AS village_name,
    l.bank,
    l.loan_use,
    l.issue_date,
    l.due_date,
    l.status,
    l.balance,
    CASE WHEN $indicator = 'loan_new' THEN l.lent ELSE l.balance END AS amount,
    CASE
        WHEN l.issue_date >= CAST($month + INTERVAL '1' MONTH AS DATE) THEN 'not_yet_lent'
        WHEN $indicator = 'loan_new' AND l.issue_date < CAST(DATE_TRUNC('year', $month) AS DATE) THEN 'lent_before'
        WHEN $indicator <> 'loan_new' AND l.balance = 0 THEN 'no_balance'
        WHEN $indicator = 'loan_overdue_rate' AND l.status NOT IN ('overdue', 'compensated') THEN 'not_overdue'
        WHEN $indicator LIKE 'loan_due%' AND l.days_left < 1 THEN 'already_due'
        WHEN $indicator LIKE 'loan_due%.d30' AND l.days_left > 30 THEN 'not_due_soon'
        WHEN $indicator LIKE 'loan_due%.d60' AND l.days_left > 60 THEN 'not_due_soon'
        WHEN $indicator LIKE 'loan_due%' AND l.days_left > 90 THEN 'not_due_soon'
    END AS dropped_by
FROM loans AS l
LEFT JOIN scoped.division AS village ON l.division_code = village.division_code
ORDER BY
    l.due_date,
    l.loan_id
