-- title:   新识别来源结构
-- grain:   one row per township, month and channel, of identifications marked in the year so far
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, town_code VARCHAR, split VARCHAR, new_by_channel__num BIGINT, new_by_channel__den BIGINT
-- units:   件
-- reads:   scoped.identification_case, scoped.household_month, scoped.employment_month
WITH months AS (
    SELECT DISTINCT stat_month
    FROM scoped.household_month
    WHERE stat_month BETWEEN $from_month AND $to_month
    UNION
    SELECT DISTINCT stat_month
    FROM scoped.employment_month
    WHERE stat_month BETWEEN $from_month AND $to_month
),

channels AS (
    SELECT 'self_report_paper' AS channel
    UNION ALL
    SELECT 'self_report_app' AS channel
    UNION ALL
    SELECT 'self_report_hotline' AS channel
    UNION ALL
    SELECT 'self_report_miniapp' AS channel
    UNION ALL
    SELECT 'cadre_check' AS channel
    UNION ALL
    SELECT 'dept_push' AS channel
    UNION ALL
    SELECT 'full_screening' AS channel
    UNION ALL
    SELECT 'media_petition' AS channel
    UNION ALL
    SELECT 'linked' AS channel
),

marked AS (
    SELECT
        months.stat_month,
        one.town_code,
        one.clue_channel
    FROM months
    INNER JOIN scoped.identification_case AS one
        ON
            one.case_kind = 'identify'
            AND one.clue_channel IS NOT NULL
            AND one.marked_at >= CAST(DATE_TRUNC('year', months.stat_month) AS DATE)
            AND one.marked_at < CAST(months.stat_month + INTERVAL '1' MONTH AS DATE)
)

SELECT
    marked.stat_month,
    marked.town_code,
    channels.channel AS split,
    COUNT(*) FILTER (WHERE marked.clue_channel = channels.channel) AS new_by_channel__num,
    COUNT(*) AS new_by_channel__den
FROM marked
CROSS JOIN channels
GROUP BY
    marked.stat_month,
    marked.town_code,
    channels.channel
ORDER BY
    marked.stat_month,
    marked.town_code,
    split
