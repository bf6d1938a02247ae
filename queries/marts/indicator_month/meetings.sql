-- title:   会议和督查次数, 按县、乡镇和月
-- grain:   one row per area (county, township) and month of a year with a meeting by then
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, area_code VARCHAR, level INTEGER, town_code VARCHAR, meeting_count BIGINT,
--          meeting_count__study BIGINT, meeting_count__special BIGINT, meeting_count__key_work BIGINT,
--          meeting_count__monthly BIGINT, meeting_count__supervision BIGINT, meeting_count__bulletin BIGINT,
--          meeting_count__other BIGINT
-- units:   次 of the year so far; meetings of the county itself count in the county alone
-- reads:   scoped.meeting, scoped.division, scoped.household_month
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

held AS (
    SELECT
        months.stat_month,
        one.town_code,
        one.meeting_kind
    FROM months
    INNER JOIN scoped.meeting AS one
        ON
            months.new_year <= one.meeting_date
            AND months.next_month > one.meeting_date
)

SELECT
    stat_month,
    town_code AS area_code,
    4 AS level,
    town_code,
    COUNT(*) AS meeting_count,
    COUNT(*) FILTER (WHERE meeting_kind = 'study') AS meeting_count__study,
    COUNT(*) FILTER (WHERE meeting_kind = 'special') AS meeting_count__special,
    COUNT(*) FILTER (WHERE meeting_kind = 'key_work') AS meeting_count__key_work,
    COUNT(*) FILTER (WHERE meeting_kind = 'monthly') AS meeting_count__monthly,
    COUNT(*) FILTER (WHERE meeting_kind = 'supervision') AS meeting_count__supervision,
    COUNT(*) FILTER (WHERE meeting_kind = 'bulletin') AS meeting_count__bulletin,
    COUNT(*) FILTER (WHERE meeting_kind = 'other') AS meeting_count__other
FROM held
WHERE SUBSTR(town_code, 7, 3) <> '000'
GROUP BY
    stat_month,
    town_code
UNION ALL
SELECT
    held.stat_month,
    SUBSTR(held.town_code, 1, 6) AS area_code,
    3 AS level,
    CAST(NULL AS VARCHAR) AS town_code,
    COUNT(*) AS meeting_count,
    COUNT(*) FILTER (WHERE meeting_kind = 'study') AS meeting_count__study,
    COUNT(*) FILTER (WHERE meeting_kind = 'special') AS meeting_count__special,
    COUNT(*) FILTER (WHERE meeting_kind = 'key_work') AS meeting_count__key_work,
    COUNT(*) FILTER (WHERE meeting_kind = 'monthly') AS meeting_count__monthly,
    COUNT(*) FILTER (WHERE meeting_kind = 'supervision') AS meeting_count__supervision,
    COUNT(*) FILTER (WHERE meeting_kind = 'bulletin') AS meeting_count__bulletin,
    COUNT(*) FILTER (WHERE meeting_kind = 'other') AS meeting_count__other
FROM held
LEFT JOIN outside ON held.town_code = outside.town_code
WHERE outside.town_code IS NULL
GROUP BY
    held.stat_month,
    SUBSTR(held.town_code, 1, 6)
ORDER BY
    stat_month,
    area_code
