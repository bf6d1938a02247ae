-- title:   在办个案, 合计和按环节
-- grain:   one row per township, month and open state (no state: all of them), from its first case on
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, town_code VARCHAR, split VARCHAR, cases_open_by_state BIGINT
-- units:   件, by the last event of each case up to the month's end
-- reads:   scoped.case_event, scoped.household_month, scoped.employment_month
WITH months AS (
    SELECT DISTINCT stat_month
    FROM scoped.household_month
    WHERE stat_month BETWEEN $from_month AND $to_month
    UNION
    SELECT DISTINCT stat_month
    FROM scoped.employment_month
    WHERE stat_month BETWEEN $from_month AND $to_month
),

states AS (
    SELECT 'CLUE' AS state
    UNION ALL
    SELECT 'VERIFY' AS state
    UNION ALL
    SELECT 'COMPARE' AS state
    UNION ALL
    SELECT 'DISCUSS' AS state
    UNION ALL
    SELECT 'PUBLICIZE' AS state
    UNION ALL
    SELECT 'OBJECTION' AS state
    UNION ALL
    SELECT 'TOWN_REVIEW' AS state
    UNION ALL
    SELECT 'COUNTY_DECIDE' AS state
    UNION ALL
    SELECT 'ANNOUNCE' AS state
    UNION ALL
    SELECT 'CLR_VERIFY' AS state
    UNION ALL
    SELECT 'CLR_DISCUSS' AS state
    UNION ALL
    SELECT 'CLR_PUBLICIZE' AS state
    UNION ALL
    SELECT 'CLR_TOWN_REVIEW' AS state
    UNION ALL
    SELECT 'CLR_COUNTY_DECIDE' AS state
    UNION ALL
    SELECT 'CLR_ANNOUNCE' AS state
),

-- How long each state lasted: until the next event of the case, or to this day.
spells AS (
    SELECT
        step.case_id,
        step.town_code,
        step.to_state AS state,
        step.at AS from_day,
        LEAD(step.at) OVER (PARTITION BY step.case_id ORDER BY step.seq) AS until_day
    FROM scoped.case_event AS step
),

first_events AS (
    SELECT
        town_code,
        MIN(from_day) AS first_day
    FROM spells
    GROUP BY town_code
),

reporting AS (
    SELECT
        months.stat_month,
        first_events.town_code
    FROM months
    INNER JOIN first_events ON first_events.first_day < CAST(months.stat_month + INTERVAL '1' MONTH AS DATE)
),

counted AS (
    SELECT
        months.stat_month,
        spells.town_code,
        spells.state,
        COUNT(*) AS open_cases
    FROM months
    INNER JOIN spells
        ON
            spells.from_day < CAST(months.stat_month + INTERVAL '1' MONTH AS DATE)
            AND COALESCE(spells.until_day >= CAST(months.stat_month + INTERVAL '1' MONTH AS DATE), TRUE)
    INNER JOIN states ON spells.state = states.state
    GROUP BY
        months.stat_month,
        spells.town_code,
        spells.state
),

by_state AS (
    SELECT
        reporting.stat_month,
        reporting.town_code,
        states.state,
        COALESCE(counted.open_cases, 0) AS open_cases
    FROM reporting
    CROSS JOIN states
    LEFT JOIN counted
        ON
            reporting.stat_month = counted.stat_month
            AND reporting.town_code = counted.town_code
            AND states.state = counted.state
),

every_row AS (
    SELECT
        stat_month,
        town_code,
        state,
        open_cases
    FROM by_state
    UNION ALL
    SELECT
        stat_month,
        town_code,
        CAST(NULL AS VARCHAR) AS state,
        SUM(open_cases) AS open_cases
    FROM by_state
    GROUP BY
        stat_month,
        town_code
)

SELECT
    stat_month,
    town_code,
    state AS split,
    CAST(open_cases AS BIGINT) AS cases_open_by_state
FROM every_row
ORDER BY
    stat_month,
    town_code,
    split
