-- title:   返乡后一个月没有再就业的人，和失去全部务工人员的户
-- grain:   one row per household and month: somebody worked, then two months running did not, for as long as the
--          given months; a member still in the household
-- params:  $since DATE, $until DATE
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, hh_key VARCHAR, object_key VARCHAR, since DATE,
--          due_at DATE, severity VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   since = the first month without work; said = persons
-- reads:   scoped.household_month, scoped.threshold, scoped.employment_month, scoped.person_month
WITH every_month AS (
    SELECT
        stat_month,
        CAST(stat_month + INTERVAL '1' MONTH AS DATE) AS next_month,
        EXTRACT(YEAR FROM stat_month) AS year_no,
        EXTRACT(MONTH FROM stat_month) AS month_no
    FROM scoped.household_month
    WHERE stat_month <= $until
    GROUP BY stat_month
),

limits AS (
    SELECT
        clock.stat_month,
        rule.warn AS months,
        ROW_NUMBER() OVER (
            PARTITION BY clock.stat_month
            ORDER BY LENGTH(COALESCE(rule.division_code, '')) DESC, COALESCE(rule.year, 0) DESC, rule.threshold_id ASC
        ) AS choice
    FROM every_month AS clock
    INNER JOIN scoped.threshold AS rule
        ON
            rule.name = 'returned_watch_months'
            AND LENGTH(COALESCE(rule.division_code, '')) <= 6
            AND COALESCE(rule.year, clock.year_no) = clock.year_no
),

reporting AS (
    SELECT
        town_code,
        stat_month,
        LAG(stat_month, 1) OVER (PARTITION BY town_code ORDER BY stat_month) AS month_1
    FROM scoped.employment_month
    WHERE stat_month <= $until
    GROUP BY
        town_code,
        stat_month
),

worked AS (
    SELECT
        town_code,
        person_id,
        stat_month AS last_month,
        LEAD(stat_month) OVER (PARTITION BY town_code, person_id ORDER BY stat_month) AS next_worked
    FROM scoped.employment_month
    WHERE working AND stat_month <= $until
),

idle AS (
    SELECT
        reporting.stat_month,
        worked.town_code,
        worked.person_id,
        CAST(worked.last_month + INTERVAL '1' MONTH AS DATE) AS since
    FROM worked
    INNER JOIN reporting
        ON
            worked.town_code = reporting.town_code
            AND reporting.stat_month >= CAST(worked.last_month + INTERVAL '2' MONTH AS DATE)
            AND COALESCE(worked.next_worked > reporting.stat_month, TRUE)
            -- the month between was told too
            AND worked.last_month < reporting.month_1
    INNER JOIN limits
        ON
            reporting.stat_month = limits.stat_month
            AND limits.choice = 1
            AND reporting.stat_month
            <= CAST(worked.last_month + INTERVAL '1' MONTH * (CAST(limits.months AS INTEGER) + 1) AS DATE)
    WHERE reporting.stat_month >= $since
),

workers AS (
    SELECT
        stat_month,
        hh_key,
        COUNT(*) AS workers
    FROM scoped.employment_month
    WHERE working AND stat_month BETWEEN $since AND $until
    GROUP BY
        stat_month,
        hh_key
),

households AS (
    SELECT
        idle.stat_month,
        person.town_code,
        person.division_code,
        person.hh_key,
        MIN(idle.since) AS since,
        COUNT(*) AS persons
    FROM idle
    INNER JOIN scoped.person_month AS person
        ON
            idle.person_id = person.person_id
            AND idle.stat_month = person.stat_month
            AND person.in_household
            AND person.stat_month BETWEEN $since AND $until
    GROUP BY
        idle.stat_month,
        person.town_code,
        person.division_code,
        person.hh_key
)

SELECT
    households.stat_month,
    households.town_code,
    households.division_code,
    households.hh_key,
    households.hh_key AS object_key,
    households.since,
    CAST(NULL AS DATE) AS due_at,
    'orange' AS severity,
    CAST(households.persons AS VARCHAR) AS said,
    CASE WHEN workers.hh_key IS NULL THEN 'only' ELSE 'returned' END AS wanted
FROM households
LEFT JOIN workers ON households.stat_month = workers.stat_month AND households.hh_key = workers.hh_key
ORDER BY
    households.stat_month,
    households.hh_key
