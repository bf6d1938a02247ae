-- title:   危房改造进度, 按村和月
-- grain:   one row per village and month of a year with a task given by then
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, renovation_progress__num BIGINT,
--          renovation_progress__den BIGINT, dilapidated_house_added_accepted BIGINT
-- units:   户 of the year's tasks; accepted by the month's end; the added ones are those found during the year
-- reads:   scoped.house_renovation, scoped.household_month
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

tasks AS (
    SELECT
        months.stat_month,
        one.town_code,
        one.division_code,
        one.renovation_kind,
        COALESCE(one.accepted_at < months.next_month, FALSE) AS is_accepted
    FROM months
    INNER JOIN scoped.house_renovation AS one
        ON
            months.year_no = one.year
            AND months.next_month > one.planned_at
)

SELECT
    stat_month,
    town_code,
    division_code,
    COUNT(*) FILTER (WHERE is_accepted) AS renovation_progress__num,
    COUNT(*) AS renovation_progress__den,
    COUNT(*) FILTER (WHERE is_accepted AND renovation_kind = 'dynamic') AS dilapidated_house_added_accepted
FROM tasks
GROUP BY
    stat_month,
    town_code,
    division_code
ORDER BY
    stat_month,
    town_code,
    division_code
