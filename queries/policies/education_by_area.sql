-- title:   教育资助和雨露计划的落实, 按下一级区域
-- grain:   one row per township of the county, or per village of the township; none below a village
-- params:  $area VARCHAR, $month DATE
-- columns: area_code VARCHAR, area_name VARCHAR, entitled BIGINT, paid BIGINT, rate DOUBLE, amount DOUBLE,
--          yulu_entitled BIGINT, yulu_paid BIGINT, yulu_rate DOUBLE, yulu_amount DOUBLE
-- units:   人次 of the year so far; money = 元; rates 0..1. entitled and paid hold the 雨露计划 too
-- reads:   mart.indicator_month, scoped.division
WITH told AS (
    SELECT
        area_code,
        MAX(CASE WHEN indicator_id = 'edu_aid_paid_rate' THEN denominator END) AS entitled,
        MAX(CASE WHEN indicator_id = 'edu_aid_paid_rate' THEN numerator END) AS paid,
        MAX(CASE WHEN indicator_id = 'edu_aid_amount' THEN value END) AS amount,
        MAX(CASE WHEN indicator_id = 'yulu_paid_rate' THEN denominator END) AS yulu_entitled,
        MAX(CASE WHEN indicator_id = 'yulu_paid_rate' THEN numerator END) AS yulu_paid,
        MAX(CASE WHEN indicator_id = 'yulu_amount' THEN value END) AS yulu_amount
    FROM mart.indicator_month
    WHERE
        stat_month = $month
        AND indicator_id IN ('edu_aid_paid_rate', 'edu_aid_amount', 'yulu_paid_rate', 'yulu_amount')
    GROUP BY area_code
)

SELECT
    d.division_code AS area_code,
    d.short_name AS area_name,
    CAST(t.entitled AS BIGINT) AS entitled,
    CAST(t.paid AS BIGINT) AS paid,
    t.paid / NULLIF(t.entitled, 0) AS rate,
    t.amount,
    CAST(t.yulu_entitled AS BIGINT) AS yulu_entitled,
    CAST(t.yulu_paid AS BIGINT) AS yulu_paid,
    t.yulu_paid / NULLIF(t.yulu_entitled, 0) AS yulu_rate,
    t.yulu_amount
FROM scoped.division AS d
LEFT JOIN told AS t ON d.division_code = t.area_code
WHERE
    d.parent_code = $area
    AND d.valid_to IS NULL
ORDER BY d.division_code
