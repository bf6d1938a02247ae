-- title:   住院费用和报销比例, 按下一级区域
-- grain:   one row per township of the county, or per village of the township; none below a village
-- params:  $area VARCHAR, $month DATE
-- columns: area_code VARCHAR, area_name VARCHAR, persontimes BIGINT, total DOUBLE, repaid DOUBLE, policy_range DOUBLE,
--          policy_rate DOUBLE, overall_rate DOUBLE, one_stop_rate DOUBLE, one_stop_told BIGINT, large BIGINT
-- units:   人次 and 元 of stays in hospital, the year so far; policy_rate of policy_range, overall_rate of total,
--          one_stop_rate of one_stop_told bills, all 0..1; large = 人 whose own part of twelve months is above the
--          threshold (townships only)
-- reads:   mart.indicator_month, scoped.division
WITH told AS (
    SELECT
        area_code,
        MAX(CASE WHEN indicator_id = 'inpatient_persontimes' THEN value END) AS persontimes,
        MAX(CASE WHEN indicator_id = 'inpatient_total_cost' THEN value END) AS total,
        MAX(CASE WHEN indicator_id = 'inpatient_reimbursed' THEN value END) AS repaid,
        MAX(CASE WHEN indicator_id = 'policy_range_reimb_rate' THEN denominator END) AS policy_range,
        MAX(CASE WHEN indicator_id = 'policy_range_reimb_rate' THEN value END) AS policy_rate,
        MAX(CASE WHEN indicator_id = 'overall_reimb_rate' THEN value END) AS overall_rate,
        MAX(CASE WHEN indicator_id = 'one_stop_rate' THEN value END) AS one_stop_rate,
        MAX(CASE WHEN indicator_id = 'one_stop_rate' THEN denominator END) AS one_stop_told,
        MAX(CASE WHEN indicator_id = 'large_self_paid_persons' THEN value END) AS large
    FROM mart.indicator_month
    WHERE
        stat_month = $month
        AND indicator_id IN (
            'inpatient_persontimes', 'inpatient_total_cost', 'inpatient_reimbursed', 'policy_range_reimb_rate',
            'overall_reimb_rate', 'one_stop_rate', 'large_self_paid_persons'
        )
    GROUP BY area_code
)

SELECT
    d.division_code AS area_code,
    d.short_name AS area_name,
    CAST(t.persontimes AS BIGINT) AS persontimes,
    t.total,
    t.repaid,
    t.policy_range,
    t.policy_rate,
    t.overall_rate,
    t.one_stop_rate,
    CAST(t.one_stop_told AS BIGINT) AS one_stop_told,
    CAST(t.large AS BIGINT) AS large
FROM scoped.division AS d
LEFT JOIN told AS t ON d.division_code = t.area_code
WHERE
    d.parent_code = $area
    AND d.valid_to IS NULL
ORDER BY d.division_code
