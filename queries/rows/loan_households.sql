-- title:   小额信贷户: 计入的, 和没有计入的及原因
-- grain:   one row per household that had borrowed by the month's end; amount adds up to the figure over the rows
--          without
--          dropped_by
-- params:  $area VARCHAR, $month DATE
--          $indicator VARCHAR       microloan_hh or loan_over_ceiling
-- columns: hh_key VARCHAR, village_name VARCHAR, loans BIGINT, balance DOUBLE, last_due DATE, amount DOUBLE,
--          dropped_by VARCHAR
-- units:   balance = 元 of all its loans, as last reported; amount = 1 a household
-- reads:   scoped.microloan, scoped.division, scoped.threshold
WITH limits AS (
    SELECT MAX(warn) AS ceiling
    FROM scoped.threshold
    WHERE name = 'loan_over_ceiling'
),

homes AS (
    SELECT
        hh_key,
        division_code,
        COUNT(*) AS loans,
        SUM(CAST(balance AS DOUBLE)) AS balance,
        MAX(due_date) AS last_due
    FROM scoped.microloan
    WHERE
        issue_date < CAST($month + INTERVAL '1' MONTH AS DATE)
        AND division_code LIKE $area || '%'
    GROUP BY
        hh_key,
        division_code
)

SELECT
    h.hh_key,
    village.name AS village_name,
    h.loans,
    h.balance,
    h.last_due,
    1.0E0 AS amount,
    CASE
        WHEN h.balance = 0 THEN 'no_balance'
        WHEN $indicator = 'loan_over_ceiling' AND h.balance <= limits.ceiling THEN 'within_ceiling'
    END AS dropped_by
FROM homes AS h
CROSS JOIN limits
LEFT JOIN scoped.division AS village ON h.division_code = village.division_code
ORDER BY
    h.division_code,
    h.hh_key
