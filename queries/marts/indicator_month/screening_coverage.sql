-- title:   集中排查覆盖率
-- grain:   one row per county, township and village and month with a finished round in the year
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, area_code VARCHAR, level INTEGER, town_code VARCHAR, screening_coverage__num BIGINT,
--          screening_coverage__den BIGINT
-- units:   num = 户 screened in the year's last round, den = rural 户 of the division table; the county over the
--          townships that reported
-- reads:   scoped.screening_result, scoped.division, scoped.household_month, scoped.employment_month
WITH months AS (
    SELECT DISTINCT stat_month
    FROM scoped.household_month
    WHERE stat_month BETWEEN $from_month AND $to_month
    UNION
    SELECT DISTINCT stat_month
    FROM scoped.employment_month
    WHERE stat_month BETWEEN $from_month AND $to_month
),

rounds AS (
    SELECT
        months.stat_month,
        result.town_code,
        result.round_id,
        ROW_NUMBER() OVER (
            PARTITION BY months.stat_month, result.town_code
            ORDER BY MAX(result.stat_month) DESC, result.round_id DESC
        ) AS newest
    FROM months
    INNER JOIN scoped.screening_result AS result
        ON
            months.stat_month >= result.stat_month
            AND EXTRACT(YEAR FROM result.stat_month) = EXTRACT(YEAR FROM months.stat_month)
    GROUP BY
        months.stat_month,
        result.town_code,
        result.round_id
),

screened AS (
    SELECT
        rounds.stat_month,
        result.town_code,
        result.division_code,
        SUM(result.hh_total) AS hh
    FROM rounds
    INNER JOIN scoped.screening_result AS result
        ON
            rounds.town_code = result.town_code
            AND rounds.round_id = result.round_id
            AND rounds.newest = 1
            AND rounds.stat_month >= result.stat_month
    GROUP BY
        rounds.stat_month,
        result.town_code,
        result.division_code
),

towns AS (
    SELECT
        screened.stat_month,
        screened.town_code,
        place.county_code,
        place.in_county_total,
        place.rural_hh,
        SUM(screened.hh) AS hh
    FROM screened
    INNER JOIN scoped.division AS place ON screened.town_code = place.division_code AND place.level = 4
    WHERE place.rural_hh > 0
    GROUP BY
        screened.stat_month,
        screened.town_code,
        place.county_code,
        place.in_county_total,
        place.rural_hh
),

areas AS (
    SELECT
        screened.stat_month,
        screened.division_code AS area_code,
        5 AS level,
        screened.town_code,
        screened.hh,
        place.rural_hh
    FROM screened
    INNER JOIN scoped.division AS place ON screened.division_code = place.division_code AND place.level = 5
    WHERE place.rural_hh > 0
    UNION ALL
    SELECT
        stat_month,
        town_code AS area_code,
        4 AS level,
        town_code,
        hh,
        rural_hh
    FROM towns
    UNION ALL
    SELECT
        stat_month,
        county_code AS area_code,
        3 AS level,
        CAST(NULL AS VARCHAR) AS town_code,
        SUM(hh) AS hh,
        SUM(rural_hh) AS rural_hh
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
    CAST(hh AS BIGINT) AS screening_coverage__num,
    CAST(rural_hh AS BIGINT) AS screening_coverage__den
FROM areas
ORDER BY
    stat_month,
    area_code
