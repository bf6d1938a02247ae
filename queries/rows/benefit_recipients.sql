-- title:   一个待遇项目的领取人(户)
-- grain:   one row per person paid in the months (the household where it is paid to the household), or per household
-- params:  $area VARCHAR, $month DATE
--          $scheme VARCHAR
--          $from_month DATE         first month; the last one is $month
--          $per VARCHAR             person or household
-- columns: hh_key VARCHAR, village_name VARCHAR, payments BIGINT, paid_amount DOUBLE
-- units:   payments = 笔; paid_amount = 元 of these months
-- reads:   scoped.benefit, scoped.division
WITH outside AS (
    SELECT division_code
    FROM scoped.division
    WHERE
        level = 4
        AND NOT in_county_total
        AND LENGTH($area) = 6
),

paid AS (
    SELECT
        CASE WHEN $per = 'household' THEN hh_id ELSE COALESCE(person_id, hh_id) END AS recipient,
        hh_key,
        division_code,
        amount
    FROM scoped.benefit
    WHERE
        scheme = $scheme
        AND pay_month BETWEEN $from_month AND $month
        AND division_code LIKE $area || '%'
        AND town_code NOT IN (SELECT o.division_code FROM outside AS o)
)

SELECT
    MAX(p.hh_key) AS hh_key,
    MAX(v.name) AS village_name,
    CAST(COUNT(*) AS BIGINT) AS payments,
    CAST(SUM(p.amount) AS DOUBLE) AS paid_amount
FROM paid AS p
LEFT JOIN scoped.division AS v ON p.division_code = v.division_code
GROUP BY p.recipient
ORDER BY p.recipient
