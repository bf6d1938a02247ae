-- title:   一个村短期内多户同因出险，和还有户没有解决的灾害
-- grain:   one row per village and month with so many households with cases of one cause within the days to the
--          month's end (the cause with the most); one per disaster, from its day until its households are solved
-- params:  $since DATE, $until DATE
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, hh_key VARCHAR, object_key VARCHAR, since DATE,
--          due_at DATE, severity VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said = households; since = the day on which the number was reached, or of the disaster
-- reads:   scoped.household_month, scoped.threshold, scoped.identification_case, scoped.division,
--          scoped.disaster_event, scoped.disaster_household
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

sizes AS (
    SELECT
        clock.stat_month,
        rule.red AS households,
        ROW_NUMBER() OVER (
            PARTITION BY clock.stat_month
            ORDER BY LENGTH(COALESCE(rule.division_code, '')) DESC, COALESCE(rule.year, 0) DESC, rule.threshold_id ASC
        ) AS choice
    FROM months AS clock
    INNER JOIN scoped.threshold AS rule
        ON
            rule.name = 'mass_risk_households'
            AND LENGTH(COALESCE(rule.division_code, '')) <= 6
            AND COALESCE(rule.year, clock.year_no) = clock.year_no
),

spans AS (
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
            rule.name = 'mass_risk_days'
            AND LENGTH(COALESCE(rule.division_code, '')) <= 6
            AND COALESCE(rule.year, clock.year_no) = clock.year_no
),

firsts AS (
    SELECT
        months.stat_month,
        one.town_code,
        one.division_code,
        one.proposed_risk,
        one.hh_key,
        MIN(one.clue_at) AS clue_at
    FROM months
    INNER JOIN spans ON months.stat_month = spans.stat_month AND spans.choice = 1
    INNER JOIN scoped.identification_case AS one
        ON
            one.case_kind = 'identify'
            AND one.proposed_risk IS NOT NULL
            AND months.next_month > one.clue_at
            AND UNIX_DATE(one.clue_at) >= UNIX_DATE(months.next_month) - spans.days
            AND COALESCE(one.result NOT IN ('dismissed', 'not_admitted') OR months.next_month <= one.state_at, TRUE)
    GROUP BY
        months.stat_month,
        one.town_code,
        one.division_code,
        one.proposed_risk,
        one.hh_key
),

ranked AS (
    SELECT
        stat_month,
        town_code,
        division_code,
        proposed_risk,
        clue_at,
        ROW_NUMBER() OVER (PARTITION BY stat_month, division_code, proposed_risk ORDER BY clue_at, hh_key) AS hh_no,
        COUNT(*) OVER (PARTITION BY stat_month, division_code, proposed_risk) AS households
    FROM firsts
),

villages AS (
    SELECT
        ranked.stat_month,
        ranked.town_code,
        ranked.division_code,
        ranked.households,
        ranked.clue_at,
        ROW_NUMBER() OVER (
            PARTITION BY ranked.stat_month, ranked.division_code
            ORDER BY ranked.households DESC, ranked.proposed_risk ASC
        ) AS place
    FROM ranked
    INNER JOIN sizes
        ON
            ranked.stat_month = sizes.stat_month
            AND sizes.choice = 1
            AND ranked.hh_no = sizes.households
),

counties AS (
    SELECT MIN(division_code) AS county_code
    FROM scoped.division
    WHERE level = 3
),

disasters AS (
    SELECT
        months.stat_month,
        event.event_id,
        event.event_date,
        COUNT(home.hh_key) AS households,
        COUNT(CASE WHEN COALESCE(home.solved_at >= months.next_month, home.hh_key IS NOT NULL) THEN 1 END) AS unsolved,
        months.stat_month = CAST(DATE_TRUNC('month', event.event_date) AS DATE) AS is_new
    FROM months
    INNER JOIN scoped.disaster_event AS event ON months.next_month > event.event_date
    LEFT JOIN scoped.disaster_household AS home ON event.event_id = home.event_id
    GROUP BY
        months.stat_month,
        event.event_id,
        event.event_date
)

SELECT
    stat_month,
    town_code,
    division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    division_code AS object_key,
    clue_at AS since,
    CAST(NULL AS DATE) AS due_at,
    'red' AS severity,
    CAST(households AS VARCHAR) AS said,
    'village' AS wanted
FROM villages
WHERE place = 1
UNION ALL
SELECT
    disasters.stat_month,
    CONCAT(counties.county_code, '000') AS town_code,
    CAST(NULL AS VARCHAR) AS division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    disasters.event_id AS object_key,
    disasters.event_date AS since,
    CAST(NULL AS DATE) AS due_at,
    'red' AS severity,
    CASE
        WHEN disasters.households = 0 THEN '发生灾害，受灾户还没有报'
        ELSE CONCAT(CAST(disasters.households AS VARCHAR), '户受灾，', CAST(disasters.unsolved AS VARCHAR), '户没有解决')
    END AS said,
    'disaster' AS wanted
FROM disasters
CROSS JOIN counties
WHERE disasters.unsolved > 0 OR disasters.is_new
ORDER BY
    stat_month,
    object_key
