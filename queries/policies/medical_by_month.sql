-- title:   住院结算的逐月人次、费用和自付
-- grain:   one row per month with a stay in hospital settled
-- params:  $area VARCHAR
--          $from_month DATE, $month DATE   both ends included
-- columns: stat_month DATE, bills BIGINT, total DOUBLE, repaid DOUBLE, self_paid DOUBLE
-- units:   人次 and 元 of the month alone; repaid = total - self_paid
-- reads:   scoped.medical_settlement, scoped.division
WITH outside AS (
    SELECT division_code
    FROM scoped.division
    WHERE
        level = 4
        AND NOT in_county_total
        AND LENGTH($area) = 6
)

SELECT
    CAST(DATE_TRUNC('month', settle_date) AS DATE) AS stat_month,
    CAST(COUNT(*) AS BIGINT) AS bills,
    CAST(SUM(total) AS DOUBLE) AS total,
    CAST(SUM(total - self_paid) AS DOUBLE) AS repaid,
    CAST(SUM(self_paid) AS DOUBLE) AS self_paid
FROM scoped.medical_settlement
WHERE
    kind = 'inpatient'
    AND settle_date >= $from_month
    AND settle_date < CAST($month + INTERVAL '1' MONTH AS DATE)
    AND division_code LIKE $area || '%'
    AND town_code NOT IN (SELECT o.division_code FROM outside AS o)
GROUP BY CAST(DATE_TRUNC('month', settle_date) AS DATE)
ORDER BY CAST(DATE_TRUNC('month', settle_date) AS DATE)
