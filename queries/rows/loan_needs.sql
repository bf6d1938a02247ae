-- title:   获贷率背后的每一户
-- grain:   one row per household asked in the twelve months to the month's end, as told last; amount adds up to the
--          figure
--          over the rows without dropped_by
-- params:  $area VARCHAR, $month DATE
--          $indicator VARCHAR       loan_penetration (its numerator)
-- columns: hh_key VARCHAR, village_name VARCHAR, asked_at DATE, eligible BOOLEAN, willing BOOLEAN, wanted_amount
--          DOUBLE,
--          balance DOUBLE, unmet_reason VARCHAR, amount DOUBLE, dropped_by VARCHAR
-- units:   wanted_amount, balance = 元; amount = 1 a household
-- reads:   scoped.loan_need, scoped.microloan, scoped.division
WITH asked AS (
    SELECT
        hh_id,
        hh_key,
        division_code,
        asked_at,
        eligible,
        willing,
        wanted_amount,
        unmet_reason,
        ROW_NUMBER() OVER (PARTITION BY hh_id ORDER BY asked_at DESC, year DESC) AS choice
    FROM scoped.loan_need
    WHERE
        division_code LIKE $area || '%'
        AND asked_at < CAST($month + INTERVAL '1' MONTH AS DATE)
        AND asked_at >= CAST($month + INTERVAL '1' MONTH - INTERVAL '12' MONTH AS DATE)
),

loans AS (
    SELECT
        hh_id,
        SUM(CAST(balance AS DOUBLE)) AS balance
    FROM scoped.microloan
    WHERE issue_date < CAST($month + INTERVAL '1' MONTH AS DATE)
    GROUP BY hh_id
)

SELECT
    a.hh_key,
    village.name AS village_name,
    a.asked_at,
    a.eligible,
    a.willing,
    CAST(a.wanted_amount AS DOUBLE) AS wanted_amount,
    l.balance,
    a.unmet_reason,
    1.0E0 AS amount,
    CASE
        WHEN $indicator IS NULL THEN NULL
        WHEN NOT a.eligible THEN 'not_eligible'
        WHEN NOT a.willing THEN 'not_willing'
        WHEN COALESCE(l.balance, 0) = 0 THEN 'no_loan'
    END AS dropped_by
FROM asked AS a
LEFT JOIN loans AS l ON a.hh_id = l.hh_id
LEFT JOIN scoped.division AS village ON a.division_code = village.division_code
WHERE a.choice = 1
ORDER BY
    a.division_code,
    a.hh_key
