-- title:   住院和门诊结算、报销比例, 按村和月
-- grain:   one row per village and month of a year with settlements on file
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, inpatient_persontimes BIGINT,
--          inpatient_total_cost DOUBLE, inpatient_reimbursed DOUBLE, policy_range_reimb_rate__num DOUBLE,
--          policy_range_reimb_rate__den DOUBLE, overall_reimb_rate__num DOUBLE, overall_reimb_rate__den DOUBLE,
--          one_stop_rate__num BIGINT, one_stop_rate__den BIGINT
-- units:   人次 and 元 of stays in hospital, the year so far; within the policy: basic, major and assistance over the
--          policy's range; over all: all that was repaid over the bill
-- reads:   scoped.medical_settlement, scoped.household_month
WITH months AS (
    SELECT
        stat_month,
        CAST(stat_month + INTERVAL '1' MONTH AS DATE) AS next_month,
        CAST(DATE_TRUNC('year', stat_month) AS DATE) AS new_year,
        EXTRACT(YEAR FROM stat_month) AS year_no,
        EXTRACT(MONTH FROM stat_month) AS month_no
    FROM scoped.household_month
    WHERE stat_month BETWEEN $from_month AND $to_month
    GROUP BY stat_month
),

bills AS (
    SELECT
        months.stat_month,
        one.town_code,
        one.division_code,
        CAST(one.total AS DOUBLE) AS total,
        CAST(one.policy_range AS DOUBLE) AS policy_range,
        CAST(one.basic + one.major + one.assist AS DOUBLE) AS within_policy,
        CAST(one.total - one.self_paid AS DOUBLE) AS repaid,
        one.one_stop
    FROM months
    INNER JOIN scoped.medical_settlement AS one
        ON
            one.kind = 'inpatient'
            AND months.new_year <= one.settle_date
            AND months.next_month > one.settle_date
)

SELECT
    stat_month,
    town_code,
    division_code,
    COUNT(*) AS inpatient_persontimes,
    CAST(SUM(total) AS DOUBLE) AS inpatient_total_cost,
    CAST(SUM(repaid) AS DOUBLE) AS inpatient_reimbursed,
    CAST(SUM(within_policy) AS DOUBLE) AS policy_range_reimb_rate__num,
    CAST(SUM(policy_range) AS DOUBLE) AS policy_range_reimb_rate__den,
    CAST(SUM(repaid) AS DOUBLE) AS overall_reimb_rate__num,
    CAST(SUM(total) AS DOUBLE) AS overall_reimb_rate__den,
    COUNT(*) FILTER (WHERE one_stop) AS one_stop_rate__num,
    COUNT(one_stop) AS one_stop_rate__den
FROM bills
GROUP BY
    stat_month,
    town_code,
    division_code
ORDER BY
    stat_month,
    town_code,
    division_code
