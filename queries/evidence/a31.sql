-- title:   预警的凭据: 本年住院结算, 逐月的政策范围内报销和实际报销
-- grain:   one row per month of the year with a settlement
-- params:  $object VARCHAR   code of the township
--          $month DATE
-- columns: settle_month DATE, settlements BIGINT, policy_range DOUBLE, paid_in_policy DOUBLE, total DOUBLE,
--          paid_overall DOUBLE
-- units:   笔, 元
-- reads:   scoped.medical_settlement
SELECT
    CAST(DATE_TRUNC('month', settle_date) AS DATE) AS settle_month,
    CAST(COUNT(*) AS BIGINT) AS settlements,
    CAST(SUM(policy_range) AS DOUBLE) AS policy_range,
    CAST(SUM(basic + major + assist) AS DOUBLE) AS paid_in_policy,
    CAST(SUM(total) AS DOUBLE) AS total,
    CAST(SUM(total - self_paid) AS DOUBLE) AS paid_overall
FROM scoped.medical_settlement
WHERE
    town_code = $object
    AND kind = 'inpatient'
    AND settle_date >= CAST(DATE_TRUNC('year', $month) AS DATE)
    AND settle_date < CAST($month + INTERVAL '1' MONTH AS DATE)
GROUP BY CAST(DATE_TRUNC('month', settle_date) AS DATE)
ORDER BY settle_month
