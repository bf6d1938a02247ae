-- title:   待遇和补贴发放的逐月人数和金额
-- grain:   one row per month and scheme with a payment
-- params:  $area VARCHAR
--          $from_month DATE, $month DATE   both ends included
-- columns: stat_month DATE, scheme VARCHAR, recipients BIGINT, amount DOUBLE
-- units:   recipients = 人 (户 where the payment is made to the household); amount = 元 of the month
-- reads:   scoped.benefit, scoped.division
WITH outside AS (
    SELECT division_code
    FROM scoped.division
    WHERE
        level = 4
        AND NOT in_county_total
        AND LENGTH($area) = 6
)

SELECT
    pay_month AS stat_month,
    scheme,
    CAST(COUNT(DISTINCT COALESCE(person_id, hh_id)) AS BIGINT) AS recipients,
    CAST(SUM(amount) AS DOUBLE) AS amount
FROM scoped.benefit
WHERE
    scheme IN ('dibao', 'tekun', 'temporary', 'orphan', 'disabled_living', 'disabled_nursing')
    AND pay_month BETWEEN $from_month AND $month
    AND division_code LIKE $area || '%'
    AND town_code NOT IN (SELECT o.division_code FROM outside AS o)
GROUP BY
    pay_month,
    scheme
ORDER BY
    pay_month,
    scheme
