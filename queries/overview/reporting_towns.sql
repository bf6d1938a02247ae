-- title:   每个指标这个月和上个月各有几个乡镇报了数
-- grain:   one row per indicator that any township reported in either month
-- params:  $month DATE
-- columns: indicator_id VARCHAR, towns_now BIGINT, towns_before BIGINT, towns_both BIGINT, towns BIGINT
-- units:   个; towns = all townships of today
-- reads:   mart.indicator_month, scoped.division
WITH reported AS (
    SELECT
        indicator_id,
        area_code,
        COUNT(*) FILTER (WHERE stat_month = $month) AS in_month,
        COUNT(*) FILTER (WHERE stat_month < $month) AS in_month_before
    FROM mart.indicator_month
    WHERE
        level = 4
        AND stat_month BETWEEN CAST($month - INTERVAL '1' MONTH AS DATE) AND $month
    GROUP BY
        indicator_id,
        area_code
),

towns AS (
    SELECT COUNT(*) AS towns
    FROM scoped.division
    WHERE level = 4 AND valid_to IS NULL
)

SELECT
    reported.indicator_id,
    CAST(SUM(reported.in_month) AS BIGINT) AS towns_now,
    CAST(SUM(reported.in_month_before) AS BIGINT) AS towns_before,
    COUNT(*) FILTER (WHERE reported.in_month > 0 AND reported.in_month_before > 0) AS towns_both,
    towns.towns
FROM reported
CROSS JOIN towns
GROUP BY
    reported.indicator_id,
    towns.towns
ORDER BY reported.indicator_id
