-- title:   行政村、社区、脱贫村和面积, 按乡镇和月
-- grain:   one row per township and month
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, town_code VARCHAR, villages BIGINT, communities BIGINT, exited_villages BIGINT,
--          exited_villages__provincial BIGINT, exited_villages__city BIGINT, land_area DOUBLE
-- units:   个; land_area = square kilometres; exited villages only where the township has one on file, because none on
--          file is not the same as none
-- reads:   scoped.division, scoped.household_month, scoped.employment_month
WITH months AS (
    SELECT DISTINCT stat_month
    FROM scoped.household_month
    WHERE stat_month BETWEEN $from_month AND $to_month
    UNION
    SELECT DISTINCT stat_month
    FROM scoped.employment_month
    WHERE stat_month BETWEEN $from_month AND $to_month
),

villages AS (
    SELECT
        months.stat_month,
        place.town_code,
        COUNT(*) FILTER (WHERE place.kind = 'village') AS villages,
        COUNT(*) FILTER (WHERE place.kind = 'community') AS communities,
        COUNT(place.exited_level) AS exited,
        COUNT(*) FILTER (WHERE place.exited_level = 'provincial') AS exited_provincial,
        COUNT(*) FILTER (WHERE place.exited_level = 'city') AS exited_city
    FROM months
    INNER JOIN scoped.division AS place
        ON
            place.level = 5
            AND place.valid_from < CAST(months.stat_month + INTERVAL '1' MONTH AS DATE)
            AND COALESCE(months.stat_month <= place.valid_to, TRUE)
    GROUP BY
        months.stat_month,
        place.town_code
)

SELECT
    villages.stat_month,
    villages.town_code,
    villages.villages,
    villages.communities,
    CASE WHEN villages.exited > 0 THEN villages.exited END AS exited_villages,
    CASE WHEN villages.exited > 0 THEN villages.exited_provincial END AS exited_villages__provincial,
    CASE WHEN villages.exited > 0 THEN villages.exited_city END AS exited_villages__city,
    CAST(town.area_km2 AS DOUBLE) AS land_area
FROM villages
INNER JOIN scoped.division AS town ON villages.town_code = town.division_code AND town.level = 4
ORDER BY
    villages.stat_month,
    villages.town_code
