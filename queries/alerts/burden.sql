-- title:   预警的负担: 各月新增和成立的预警, 和要处理它们的乡镇、村、帮扶责任人
-- grain:   one row per month with an alert
-- params:  $area VARCHAR       county, township or village
--          $from_month DATE
--          $month DATE         both ends included
-- columns: stat_month DATE, raised BIGINT, standing BIGINT, raised_households BIGINT, towns BIGINT, villages BIGINT,
--          helpers BIGINT
-- units:   raised = 条 that stand for the first time; raised_households = those of them of a household; towns,
--          villages = of the area; helpers = 帮扶责任人 of its households in the month
-- reads:   scoped.alert, scoped.division, scoped.household_month
WITH
mine AS (
    SELECT
        alert_key,
        stat_month,
        hh_key
    FROM scoped.alert
    WHERE
        stat_month <= $month
        AND (LENGTH($area) = 6 OR town_code = $area OR division_code = $area)
),

firsts AS (
    SELECT
        alert_key,
        MIN(stat_month) AS first_month,
        MAX(hh_key) AS hh_key
    FROM mine
    GROUP BY alert_key
),

raised AS (
    SELECT
        first_month AS stat_month,
        COUNT(*) AS raised,
        COUNT(hh_key) AS raised_households
    FROM firsts
    GROUP BY first_month
),

standing AS (
    SELECT
        stat_month,
        COUNT(*) AS standing
    FROM mine
    WHERE stat_month >= $from_month
    GROUP BY stat_month
),

places AS (
    SELECT
        COUNT(*) FILTER (WHERE level = 4) AS towns,
        COUNT(*) FILTER (WHERE level = 5) AS villages
    FROM scoped.division
    WHERE
        valid_to IS NULL
        AND (
            (LENGTH($area) = 6 AND in_county_total)
            OR town_code = $area
            OR division_code = $area
        )
),

helpers AS (
    SELECT
        stat_month,
        COUNT(DISTINCT helper_id) AS helpers
    FROM scoped.household_month
    WHERE
        stat_month BETWEEN $from_month AND $month
        AND (LENGTH($area) = 6 OR town_code = $area OR division_code = $area)
    GROUP BY stat_month
)

SELECT
    standing.stat_month,
    CAST(COALESCE(raised.raised, 0) AS BIGINT) AS raised,
    CAST(standing.standing AS BIGINT) AS standing,
    CAST(COALESCE(raised.raised_households, 0) AS BIGINT) AS raised_households,
    CAST(places.towns AS BIGINT) AS towns,
    CAST(places.villages AS BIGINT) AS villages,
    CAST(COALESCE(helpers.helpers, 0) AS BIGINT) AS helpers
FROM standing
CROSS JOIN places
LEFT JOIN raised ON standing.stat_month = raised.stat_month
LEFT JOIN helpers ON standing.stat_month = helpers.stat_month
ORDER BY standing.stat_month
