-- title:   招聘会, 按县、乡镇和月
-- grain:   one row per area (county, township) and month of a year with a job fair by then
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, area_code VARCHAR, level INTEGER, town_code VARCHAR, job_fair_conversion__num
--          BIGINT, job_fair_conversion__den BIGINT, job_fair_posts BIGINT, job_fair_attendees BIGINT,
--          job_fair_intents BIGINT
-- units:   人 and 个 of the year so far; fairs of the county itself count in the county alone
-- reads:   scoped.job_fair, scoped.division, scoped.household_month
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

outside AS (
    SELECT DISTINCT town_code
    FROM scoped.division
    WHERE level = 4 AND NOT in_county_total
),

fairs AS (
    SELECT
        months.stat_month,
        one.town_code,
        one.posts,
        one.attendees,
        one.intents
    FROM months
    INNER JOIN scoped.job_fair AS one
        ON
            months.new_year <= one.fair_date
            AND months.next_month > one.fair_date
)

SELECT
    stat_month,
    town_code AS area_code,
    4 AS level,
    town_code,
    CAST(SUM(intents) AS BIGINT) AS job_fair_conversion__num,
    CAST(SUM(attendees) AS BIGINT) AS job_fair_conversion__den,
    CAST(SUM(posts) AS BIGINT) AS job_fair_posts,
    CAST(SUM(attendees) AS BIGINT) AS job_fair_attendees,
    CAST(SUM(intents) AS BIGINT) AS job_fair_intents
FROM fairs
WHERE SUBSTR(town_code, 7, 3) <> '000'
GROUP BY
    stat_month,
    town_code
UNION ALL
SELECT
    fairs.stat_month,
    SUBSTR(fairs.town_code, 1, 6) AS area_code,
    3 AS level,
    CAST(NULL AS VARCHAR) AS town_code,
    CAST(SUM(intents) AS BIGINT) AS job_fair_conversion__num,
    CAST(SUM(attendees) AS BIGINT) AS job_fair_conversion__den,
    CAST(SUM(posts) AS BIGINT) AS job_fair_posts,
    CAST(SUM(attendees) AS BIGINT) AS job_fair_attendees,
    CAST(SUM(intents) AS BIGINT) AS job_fair_intents
FROM fairs
LEFT JOIN outside ON fairs.town_code = outside.town_code
WHERE outside.town_code IS NULL
GROUP BY
    fairs.stat_month,
    SUBSTR(fairs.town_code, 1, 6)
ORDER BY
    stat_month,
    area_code
