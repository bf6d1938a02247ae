-- title:   预警的凭据: 小额信贷
-- grain:   one row per row of the table that the object names
-- params:  $object VARCHAR   hh_key, or its own number
--          $month DATE
-- columns: hh_key VARCHAR, town_name VARCHAR, village_name VARCHAR, loan_id VARCHAR, bank VARCHAR, amount DOUBLE,
--          balance DOUBLE, issue_date DATE, due_date DATE, rate_percent DOUBLE, loan_use VARCHAR,
--          subsidised_amount DOUBLE, status VARCHAR, overdue_days BIGINT
-- units:   as in the table, 元, 0..1
-- reads:   scoped.microloan, scoped.division
SELECT
    one.hh_key,
    town.name AS town_name,
    village.name AS village_name,
    one.loan_id,
    one.bank,
    CAST(one.amount AS DOUBLE) AS amount,
    CAST(one.balance AS DOUBLE) AS balance,
    one.issue_date,
    one.due_date,
    CAST(one.rate_percent AS DOUBLE) AS rate_percent,
    one.loan_use,
    CAST(one.subsidised_amount AS DOUBLE) AS subsidised_amount,
    one.status,
    CAST(one.overdue_days AS BIGINT) AS overdue_days
FROM scoped.microloan AS one
LEFT JOIN scoped.division AS town ON one.town_code = town.division_code
LEFT JOIN scoped.division AS village ON one.division_code = village.division_code
WHERE
    (one.hh_key = $object OR one.loan_id = $object)
    AND $month IS NOT NULL
ORDER BY
    one.loan_id
LIMIT 200
