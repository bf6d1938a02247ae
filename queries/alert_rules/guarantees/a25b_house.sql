-- title:   住危房或因灾房屋受损没有解决的户
-- grain:   one row per household and month; dilapidated as house_hazard_hh, or flooded in a disaster and not solved
--          by then
-- params:  $since DATE, $until DATE
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, hh_key VARCHAR, object_key VARCHAR, since DATE,
--          due_at DATE, severity VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   due_at = since in the rainy season (then nobody stays in it overnight), else 3 days later; said = the
--          grade where it is told
-- reads:   scoped.household_month, scoped.threshold, scoped.disaster_event, scoped.disaster_household
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

rainy AS (
    SELECT
        clock.stat_month,
        rule.warn AS first_month,
        rule.red AS last_month,
        ROW_NUMBER() OVER (
            PARTITION BY clock.stat_month
            ORDER BY LENGTH(COALESCE(rule.division_code, '')) DESC, COALESCE(rule.year, 0) DESC, rule.threshold_id ASC
        ) AS choice
    FROM months AS clock
    INNER JOIN scoped.threshold AS rule
        ON
            rule.name = 'rainy_season_months'
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

hazards AS (
    SELECT
        stat_month,
        town_code,
        division_code,
        hh_key,
        CASE WHEN house_grade IN ('C', 'D') THEN CONCAT(house_grade, '级') END AS grade
    FROM scoped.household_month
    WHERE
        (house_dilapidated OR house_grade IN ('C', 'D'))
        AND stat_month <= $until
),

numbered AS (
    SELECT
        hazards.stat_month, hazards.town_code, hazards.division_code, hazards.hh_key, hazards.grade,
        reported.month_no
        - ROW_NUMBER() OVER (PARTITION BY hazards.town_code, hazards.hh_key ORDER BY hazards.stat_month) AS run_no
    FROM hazards
    INNER JOIN reported ON hazards.town_code = reported.town_code AND hazards.stat_month = reported.stat_month
),

runs AS (
    SELECT
        stat_month, town_code, division_code, hh_key, grade,
        MIN(stat_month) OVER (PARTITION BY town_code, hh_key, run_no) AS run_start
    FROM numbered
),

flooded AS (
    SELECT
        months.stat_month,
        home.town_code,
        home.division_code,
        home.hh_key,
        MIN(event.event_date) AS event_date
    FROM months
    INNER JOIN scoped.disaster_event AS event ON months.next_month > event.event_date
    INNER JOIN scoped.disaster_household AS home
        ON
            event.event_id = home.event_id
            AND home.house_flooded
            AND COALESCE(months.next_month <= home.solved_at, TRUE)
    GROUP BY
        months.stat_month,
        home.town_code,
        home.division_code,
        home.hh_key
),

found AS (
    SELECT
        runs.stat_month,
        runs.town_code,
        runs.division_code,
        runs.hh_key,
        runs.run_start AS since,
        COALESCE(runs.grade, '等级未报') AS said,
        'hazard' AS wanted
    FROM runs
    WHERE runs.stat_month >= $since
    UNION ALL
    SELECT
        flooded.stat_month,
        flooded.town_code,
        flooded.division_code,
        flooded.hh_key,
        flooded.event_date AS since,
        CAST(flooded.event_date AS VARCHAR) AS said,
        'flooded' AS wanted
    FROM flooded
    LEFT JOIN runs ON flooded.stat_month = runs.stat_month AND flooded.hh_key = runs.hh_key
    WHERE runs.hh_key IS NULL
)

SELECT
    found.stat_month,
    found.town_code,
    found.division_code,
    found.hh_key,
    found.hh_key AS object_key,
    found.since,
    CASE
        WHEN EXTRACT(MONTH FROM found.since) BETWEEN rainy.first_month AND rainy.last_month THEN found.since
        ELSE CAST(found.since + INTERVAL '3' DAY AS DATE)
    END AS due_at,
    'red' AS severity,
    found.said,
    found.wanted
FROM found
INNER JOIN rainy ON found.stat_month = rainy.stat_month AND rainy.choice = 1
ORDER BY
    found.stat_month,
    found.hh_key
