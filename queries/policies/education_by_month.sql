-- title:   教育资助和雨露计划落实率, 逐月(本年累计)
-- grain:   one row per month that has figures
-- params:  $area VARCHAR
--          $from_month DATE, $month DATE   both ends included
-- columns: stat_month DATE, entitled BIGINT, paid BIGINT, rate DOUBLE, yulu_entitled BIGINT, yulu_paid BIGINT,
--          yulu_rate DOUBLE
-- units:   人次 from January to the month; rates 0..1. In September the autumn term joins, and the rate falls
-- reads:   mart.indicator_month
SELECT
    stat_month,
    CAST(MAX(CASE WHEN indicator_id = 'edu_aid_paid_rate' THEN denominator END) AS BIGINT) AS entitled,
    CAST(MAX(CASE WHEN indicator_id = 'edu_aid_paid_rate' THEN numerator END) AS BIGINT) AS paid,
    MAX(CASE WHEN indicator_id = 'edu_aid_paid_rate' THEN value END) AS rate,
    CAST(MAX(CASE WHEN indicator_id = 'yulu_paid_rate' THEN denominator END) AS BIGINT) AS yulu_entitled,
    CAST(MAX(CASE WHEN indicator_id = 'yulu_paid_rate' THEN numerator END) AS BIGINT) AS yulu_paid,
    MAX(CASE WHEN indicator_id = 'yulu_paid_rate' THEN value END) AS yulu_rate
FROM mart.indicator_month
WHERE
    area_code = $area
    AND stat_month BETWEEN $from_month AND $month
GROUP BY stat_month
ORDER BY stat_month
