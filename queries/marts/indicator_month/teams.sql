-- title:   驻村工作队: 覆盖、轮换, 按村和月
-- grain:   one row per village with a task and month, in townships that report teams
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, team_coverage__num BIGINT,
--          team_coverage__den BIGINT, task_villages_with_team BIGINT, teams__city_sent BIGINT,
--          teams__town_sent BIGINT, team_replaced BIGINT
-- units:   村 with a task that have a team at the month's end; 人 replaced in the year so far; sent: teams by the
--          level that sent them
-- reads:   scoped.work_team, scoped.work_team_member, scoped.division, scoped.household_month
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

villages AS (
    SELECT
        division_code,
        town_code
    FROM scoped.division
    WHERE
        level = 5
        AND has_task
        AND town_code IN (SELECT team.town_code FROM scoped.work_team AS team)
),

teams AS (
    SELECT
        months.stat_month,
        team.division_code,
        MAX(CASE WHEN team.sender_level = 'city' THEN 1 ELSE 0 END) AS is_city,
        MAX(CASE WHEN team.sender_level = 'town' THEN 1 ELSE 0 END) AS is_town
    FROM months
    INNER JOIN scoped.work_team AS team
        ON
            months.next_month > team.start_date
            AND (team.end_date IS NULL OR months.next_month <= team.end_date)
    GROUP BY
        months.stat_month,
        team.division_code
),

gone AS (
    SELECT
        months.stat_month,
        member.division_code,
        COUNT(*) AS replaced
    FROM months
    INNER JOIN scoped.work_team_member AS member
        ON
            member.replaced
            AND months.new_year <= member.end_date
            AND months.next_month > member.end_date
    GROUP BY
        months.stat_month,
        member.division_code
)

SELECT
    months.stat_month,
    villages.town_code,
    villages.division_code,
    CAST(CASE WHEN teams.division_code IS NULL THEN 0 ELSE 1 END AS BIGINT) AS team_coverage__num,
    CAST(1 AS BIGINT) AS team_coverage__den,
    CAST(CASE WHEN teams.division_code IS NULL THEN 0 ELSE 1 END AS BIGINT) AS task_villages_with_team,
    CAST(COALESCE(teams.is_city, 0) AS BIGINT) AS teams__city_sent,
    CAST(COALESCE(teams.is_town, 0) AS BIGINT) AS teams__town_sent,
    COALESCE(gone.replaced, 0) AS team_replaced
FROM months
CROSS JOIN villages
LEFT JOIN teams
    ON
        months.stat_month = teams.stat_month
        AND villages.division_code = teams.division_code
LEFT JOIN gone
    ON
        months.stat_month = gone.stat_month
        AND villages.division_code = gone.division_code
ORDER BY
    months.stat_month,
    villages.town_code,
    villages.division_code
