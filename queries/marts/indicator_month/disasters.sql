-- title:   因灾受影响和已解决的户, 按村和月
-- grain:   one row per village and month of a year with a disaster by then
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, disaster_affected_hh BIGINT,
--          disaster_solved_rate__num BIGINT, disaster_solved_rate__den BIGINT
-- units:   户 affected in the year so far; solved by the month's end
-- reads:   scoped.disaster_household, scoped.disaster_event, scoped.household_month
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

affected AS (
    SELECT
        months.stat_month,
        home.town_code,
        home.division_code,
        home.hh_key,
        MIN(CASE WHEN home.solved_at < months.next_month THEN 1 ELSE 0 END) AS is_solved
    FROM months
    INNER JOIN scoped.disaster_event AS event
        ON
            months.new_year <= event.event_date
            AND months.next_month > event.event_date
    INNER JOIN scoped.disaster_household AS home ON event.event_id = home.event_id
    GROUP BY
        months.stat_month,
        home.town_code,
        home.division_code,
        home.hh_key
)

SELECT
    stat_month,
    town_code,
    division_code,
    COUNT(*) AS disaster_affected_hh,
    CAST(SUM(is_solved) AS BIGINT) AS disaster_solved_rate__num,
    COUNT(*) AS disaster_solved_rate__den
FROM affected
GROUP BY
    stat_month,
    town_code,
    division_code
ORDER BY
    stat_month,
    town_code,
    division_code
