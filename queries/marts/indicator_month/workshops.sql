-- title:   帮扶车间吸纳就业, 按村和月
-- grain:   one row per village and month with a workshop reported
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, help_workshops BIGINT,
--          help_workshops__idle BIGINT, workshop_alleviated_workers BIGINT
-- units:   个 workshops that run, and that stand idle; 人 alleviated or monitored who work there, as the
--          workshops report it
-- reads:   scoped.help_workshop, scoped.household_month
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

reported AS (
    SELECT
        months.stat_month,
        one.town_code,
        one.division_code,
        one.alleviated_workers,
        one.workshop_state
    FROM months
    INNER JOIN scoped.help_workshop AS one ON months.stat_month = one.report_month
)

SELECT
    stat_month,
    town_code,
    division_code,
    COUNT(*) FILTER (WHERE workshop_state = 'running') AS help_workshops,
    COUNT(*) FILTER (WHERE workshop_state = 'idle') AS help_workshops__idle,
    CAST(SUM(alleviated_workers) AS BIGINT) AS workshop_alleviated_workers
FROM reported
GROUP BY
    stat_month,
    town_code,
    division_code
ORDER BY
    stat_month,
    town_code,
    division_code
