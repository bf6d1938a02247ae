-- title:   没有驻村工作队或队长空缺的有任务村
-- grain:   one row per village with a task and month, in townships that tell teams; the same villages as
--          team_coverage
-- params:  $since DATE, $until DATE
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, hh_key VARCHAR, object_key VARCHAR, since DATE,
--          due_at DATE, severity VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   since = the first day after the last team (leader), or the first month of the present run where there was
--          none before
-- reads:   scoped.household_month, scoped.threshold, scoped.division, scoped.work_team, scoped.work_team_member
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
        rule.warn AS days,
        ROW_NUMBER() OVER (
            PARTITION BY clock.stat_month
            ORDER BY LENGTH(COALESCE(rule.division_code, '')) DESC, COALESCE(rule.year, 0) DESC, rule.threshold_id ASC
        ) AS choice
    FROM months AS clock
    INNER JOIN scoped.threshold AS rule
        ON
            rule.name = 'team_vacant_days'
            AND LENGTH(COALESCE(rule.division_code, '')) <= 6
            AND COALESCE(rule.year, clock.year_no) = clock.year_no
),

-- The months that a township reported, numbered: a month that is not there does not break a run.
reported AS (
    SELECT
        town_code,
        stat_month,
        ROW_NUMBER() OVER (PARTITION BY town_code ORDER BY stat_month) AS month_no
    FROM scoped.household_month
    WHERE stat_month <= $until
    GROUP BY
        town_code,
        stat_month
),

villages AS (
    SELECT
        months.stat_month,
        months.next_month,
        place.division_code,
        place.town_code
    FROM months
    INNER JOIN scoped.division AS place
        ON
            place.level = 5
            AND place.has_task
    WHERE
        place.town_code IN (
            SELECT team.town_code FROM scoped.work_team AS team
            WHERE team.start_date < months.next_month
        )
),

first_months AS (
    SELECT
        town_code,
        MIN(stat_month) AS first_month
    FROM reported
    GROUP BY town_code
),

teams AS (
    SELECT
        villages.stat_month,
        villages.division_code,
        COUNT(CASE WHEN COALESCE(team.end_date >= villages.next_month, TRUE) THEN 1 END) AS present,
        MAX(team.end_date) AS last_day,
        MIN(team.start_date) AS first_day
    FROM villages
    INNER JOIN scoped.work_team AS team
        ON
            villages.division_code = team.division_code
            AND villages.next_month > team.start_date
    GROUP BY
        villages.stat_month,
        villages.division_code
),

leaders AS (
    SELECT
        villages.stat_month,
        villages.division_code,
        COUNT(CASE WHEN COALESCE(member.end_date >= villages.next_month, TRUE) THEN 1 END) AS present,
        MAX(member.end_date) AS last_day
    FROM villages
    INNER JOIN scoped.work_team_member AS member
        ON
            villages.division_code = member.division_code
            AND member.role = 'leader'
            AND villages.next_month > member.start_date
    GROUP BY
        villages.stat_month,
        villages.division_code
),

town_starts AS (
    SELECT
        town_code,
        MIN(start_date) AS first_day
    FROM scoped.work_team
    GROUP BY town_code
),

vacant AS (
    SELECT
        villages.stat_month,
        villages.next_month,
        villages.town_code,
        villages.division_code,
        CASE WHEN COALESCE(teams.present, 0) = 0 THEN 'team' ELSE 'leader' END AS what,
        CASE
            WHEN COALESCE(teams.present, 0) = 0
                THEN COALESCE(teams.last_day + 1, GREATEST(town_starts.first_day, first_months.first_month))
            ELSE COALESCE(leaders.last_day + 1, teams.first_day)
        END AS since
    FROM villages
    INNER JOIN first_months ON villages.town_code = first_months.town_code
    INNER JOIN town_starts ON villages.town_code = town_starts.town_code
    LEFT JOIN teams ON villages.stat_month = teams.stat_month AND villages.division_code = teams.division_code
    LEFT JOIN leaders ON villages.stat_month = leaders.stat_month AND villages.division_code = leaders.division_code
    WHERE COALESCE(teams.present, 0) = 0 OR COALESCE(leaders.present, 0) = 0
)

SELECT
    vacant.stat_month,
    vacant.town_code,
    vacant.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    vacant.division_code AS object_key,
    CASE WHEN vacant.what = 'team' THEN vacant.since ELSE vacant.since + CAST(limits.days AS INTEGER) END AS since,
    CAST(NULL AS DATE) AS due_at,
    'orange' AS severity,
    CAST(vacant.since AS VARCHAR) AS said,
    vacant.what AS wanted
FROM vacant
INNER JOIN limits ON vacant.stat_month = limits.stat_month AND limits.choice = 1
WHERE
    vacant.what = 'team'
    OR UNIX_DATE(vacant.since) + limits.days < UNIX_DATE(vacant.next_month)
ORDER BY
    vacant.stat_month,
    vacant.division_code
