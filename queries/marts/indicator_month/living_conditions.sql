-- title:   住房和饮水安全, 按村和月
-- grain:   one row per village and month
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, house_hazard_hh BIGINT, unsafe_water_hh BIGINT,
--          water_safe_hh BIGINT, water_safe_persons BIGINT, water_safe_hh__alleviated_stable BIGINT,
--          water_safe_persons__alleviated_stable BIGINT, water_safe_hh__monitored BIGINT,
--          water_safe_persons__monitored BIGINT, water_safe_rate__num BIGINT, water_safe_rate__den BIGINT
-- units:   _hh = 户, _persons = 人; NULL where a township never fills the column in
-- reads:   scoped.household_month
WITH filled AS (
    SELECT
        stat_month,
        town_code,
        COUNT(house_dilapidated) + COUNT(house_grade) > 0 AS has_house,
        COUNT(water_safe) > 0 AS has_water
    FROM scoped.household_month
    WHERE stat_month BETWEEN $from_month AND $to_month
    GROUP BY
        stat_month,
        town_code
),

villages AS (
    SELECT
        stat_month,
        town_code,
        division_code,
        COUNT(*) FILTER (WHERE house_dilapidated OR house_grade IN ('C', 'D')) AS hazard,
        COUNT(*) FILTER (WHERE NOT water_safe) AS unsafe,
        COUNT(water_safe) AS told,
        COUNT(*) FILTER (WHERE water_safe) AS safe_hh,
        COUNT(*) FILTER (WHERE water_safe AND mon_type IS NULL AND hh_type = 'alleviated') AS safe_stable_hh,
        COUNT(*) FILTER (WHERE water_safe AND mon_type IS NOT NULL) AS safe_monitored_hh,
        CAST(SUM(CASE WHEN water_safe THEN hh_persons ELSE 0 END) AS BIGINT) AS safe_persons,
        CAST(
            SUM(
                CASE WHEN water_safe AND mon_type IS NULL AND hh_type = 'alleviated' THEN hh_persons ELSE 0 END
            ) AS BIGINT
        ) AS safe_stable_persons,
        CAST(SUM(CASE WHEN water_safe AND mon_type IS NOT NULL THEN hh_persons ELSE 0 END) AS BIGINT)
            AS safe_monitored_persons
    FROM scoped.household_month
    WHERE stat_month BETWEEN $from_month AND $to_month
    GROUP BY
        stat_month,
        town_code,
        division_code
)

SELECT
    villages.stat_month,
    villages.town_code,
    villages.division_code,
    CASE WHEN filled.has_house THEN villages.hazard END AS house_hazard_hh,
    CASE WHEN filled.has_water THEN villages.unsafe END AS unsafe_water_hh,
    CASE WHEN filled.has_water THEN villages.safe_hh END AS water_safe_hh,
    CASE WHEN filled.has_water THEN villages.safe_persons END AS water_safe_persons,
    CASE WHEN filled.has_water THEN villages.safe_stable_hh END AS water_safe_hh__alleviated_stable,
    CASE WHEN filled.has_water THEN villages.safe_stable_persons END AS water_safe_persons__alleviated_stable,
    CASE WHEN filled.has_water THEN villages.safe_monitored_hh END AS water_safe_hh__monitored,
    CASE WHEN filled.has_water THEN villages.safe_monitored_persons END AS water_safe_persons__monitored,
    CASE WHEN filled.has_water THEN villages.safe_hh END AS water_safe_rate__num,
    CASE WHEN filled.has_water THEN villages.told END AS water_safe_rate__den
FROM villages
INNER JOIN filled ON villages.stat_month = filled.stat_month AND villages.town_code = filled.town_code
ORDER BY
    villages.stat_month,
    villages.division_code
