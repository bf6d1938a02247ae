-- title:   奖补发放的每一笔
-- grain:   one row per payment of the scheme in the year up to the month
-- params:  $area VARCHAR, $month DATE, $scheme VARCHAR
-- columns: hh_key VARCHAR, village_name VARCHAR, scheme VARCHAR, apply_at DATE, pay_month DATE, batch VARCHAR, amount
--          DOUBLE
-- units:   amount = 元
-- reads:   scoped.benefit, scoped.division
SELECT
    b.hh_key,
    village.name AS village_name,
    b.scheme,
    b.apply_at,
    b.pay_month,
    b.batch,
    CAST(b.amount AS DOUBLE) AS amount
FROM scoped.benefit AS b
LEFT JOIN scoped.division AS village ON b.division_code = village.division_code
WHERE
    b.scheme = $scheme
    AND b.division_code LIKE $area || '%'
    AND b.pay_month BETWEEN CAST(DATE_TRUNC('year', $month) AS DATE) AND $month
ORDER BY
    b.division_code,
    b.benefit_id
