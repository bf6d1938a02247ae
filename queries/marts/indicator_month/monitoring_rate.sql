-- title:   监测比例: 监测对象人口占农村人口
-- grain:   one row per county, township and village and month; the county over the townships that reported
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, area_code VARCHAR, level INTEGER, town_code VARCHAR, monitoring_rate__num BIGINT,
--          monitoring_rate__den BIGINT
-- units:   人; a village without a rural population of its own in the division table has no row
-- reads:   scoped.household_month, scoped.division
WITH homes AS (
    SELECT
        stat_month,
        town_code,
        division_code,
        CAST(SUM(CASE WHEN mon_type IS NOT NULL THEN hh_persons ELSE 0 END) AS BIGINT) AS monitored
    FROM scoped.household_month
    WHERE stat_month BETWEEN $from_month AND $to_month
    GROUP BY
        stat_month,
        town_code,
        division_code
),

towns AS (
    SELECT
        homes.stat_month,
        homes.town_code,
        place.county_code,
        place.in_county_total,
        place.rural_persons,
        SUM(homes.monitored) AS monitored
    FROM homes
    INNER JOIN scoped.division AS place ON homes.town_code = place.division_code AND place.level = 4
    WHERE place.rural_persons > 0
    GROUP BY
        homes.stat_month,
        homes.town_code,
        place.county_code,
        place.in_county_total,
        place.rural_persons
),

areas AS (
    SELECT
        towns.stat_month,
        place.division_code AS area_code,
        5 AS level,
        place.town_code,
        COALESCE(homes.monitored, 0) AS monitored,
        place.rural_persons
    FROM towns
    INNER JOIN scoped.division AS place ON towns.town_code = place.town_code AND place.level = 5
    LEFT JOIN homes ON towns.stat_month = homes.stat_month AND place.division_code = homes.division_code
    WHERE place.rural_persons > 0
    UNION ALL
    SELECT
        stat_month,
        town_code AS area_code,
        4 AS level,
        town_code,
        monitored,
        rural_persons
    FROM towns
    UNION ALL
    SELECT
        stat_month,
        county_code AS area_code,
        3 AS level,
        CAST(NULL AS VARCHAR) AS town_code,
        SUM(monitored) AS monitored,
        SUM(rural_persons) AS rural_persons
    FROM towns
    WHERE in_county_total
    GROUP BY
        stat_month,
        county_code
)

SELECT
    stat_month,
    area_code,
    level,
    town_code,
    CAST(monitored AS BIGINT) AS monitoring_rate__num,
    CAST(rural_persons AS BIGINT) AS monitoring_rate__den
FROM areas
ORDER BY
    stat_month,
    area_code
