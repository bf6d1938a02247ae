-- title:   销号后反弹的问题，和几个乡镇都有的同类问题
-- grain:   one row per issue that is back, and per problem (same words) of the year that several townships have
--          while one of them is not closed
-- params:  $since DATE, $until DATE
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, hh_key VARCHAR, object_key VARCHAR, since DATE,
--          due_at DATE, severity VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said = townships that have it; since = the last closing of what is back, else the day on which the last
--          township needed was found
-- reads:   scoped.household_month, scoped.threshold, scoped.issue_rectification
WITH months AS (
    SELECT
        stat_month,
        CAST(stat_month + INTERVAL '1' MONTH AS DATE) AS next_month,
        EXTRACT(YEAR FROM stat_month) AS year_no,
        EXTRACT(MONTH FROM stat_month) AS month_no
    FROM scoped.household_month
    WHERE stat_month BETWEEN $since AND $until
    GROUP BY stat_month
),

limits AS (
    SELECT
        clock.stat_month,
        rule.warn AS towns,
        ROW_NUMBER() OVER (
            PARTITION BY clock.stat_month
            ORDER BY LENGTH(COALESCE(rule.division_code, '')) DESC, COALESCE(rule.year, 0) DESC, rule.threshold_id ASC
        ) AS choice
    FROM months AS clock
    INNER JOIN scoped.threshold AS rule
        ON
            rule.name = 'issue_repeat_towns'
            AND LENGTH(COALESCE(rule.division_code, '')) <= 6
            AND COALESCE(rule.year, clock.year_no) = clock.year_no
),

issues AS (
    SELECT
        months.stat_month,
        one.issue_id,
        one.town_code,
        one.content,
        one.found_at,
        COALESCE(one.closed_at < months.next_month AND one.state <> 'reopened', FALSE) AS is_closed
    FROM months
    INNER JOIN scoped.issue_rectification AS one
        ON
            months.next_month > one.found_at
            AND EXTRACT(YEAR FROM one.found_at) = months.year_no
            AND SUBSTR(one.town_code, 7, 3) <> '000'
),

by_town AS (
    SELECT
        stat_month,
        SUBSTR(town_code, 1, 6) AS county_code,
        content,
        town_code,
        MIN(issue_id) AS issue_id,
        MIN(found_at) AS found_at,
        COUNT(*) FILTER (WHERE NOT is_closed) AS still_open
    FROM issues
    GROUP BY
        stat_month,
        SUBSTR(town_code, 1, 6),
        content,
        town_code
),

counted AS (
    SELECT
        by_town.stat_month,
        by_town.county_code,
        by_town.content,
        by_town.issue_id,
        by_town.found_at,
        by_town.still_open,
        limits.towns AS towns_needed,
        ROW_NUMBER() OVER (
            PARTITION BY by_town.stat_month, by_town.county_code, by_town.content
            ORDER BY by_town.found_at, by_town.town_code
        ) AS town_no
    FROM by_town
    INNER JOIN limits ON by_town.stat_month = limits.stat_month AND limits.choice = 1
),

repeats AS (
    SELECT
        stat_month,
        CONCAT(county_code, '000') AS town_code,
        MAX(CASE WHEN town_no = 1 THEN issue_id END) AS issue_id,
        MAX(CASE WHEN town_no = towns_needed THEN found_at END) AS since,
        MAX(town_no) AS towns
    FROM counted
    GROUP BY
        stat_month,
        county_code,
        content
    HAVING MAX(town_no) >= MAX(towns_needed) AND SUM(still_open) > 0
)

SELECT
    stat_month,
    town_code,
    CAST(NULL AS VARCHAR) AS division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    issue_id AS object_key,
    since,
    CAST(NULL AS DATE) AS due_at,
    'orange' AS severity,
    CAST(towns AS VARCHAR) AS said,
    'repeat' AS wanted
FROM repeats
UNION ALL
SELECT
    months.stat_month,
    one.town_code,
    one.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    one.issue_id AS object_key,
    one.closed_at AS since,
    CAST(NULL AS DATE) AS due_at,
    'orange' AS severity,
    CAST(NULL AS VARCHAR) AS said,
    'reopened' AS wanted
FROM months
INNER JOIN scoped.issue_rectification AS one
    ON
        months.next_month > one.closed_at
        AND one.state = 'reopened'
ORDER BY
    stat_month,
    object_key,
    wanted
