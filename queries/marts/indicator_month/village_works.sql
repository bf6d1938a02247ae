-- title:   试点和城乡供水一体化, 按村和月
-- grain:   one row per village and month with a pilot named or a work begun by then
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, pilot_villages BIGINT,
--          gongtong_dizao_provincial_pilots BIGINT, water_integration_villages BIGINT
-- units:   个 pilots named by the month's end, whose villages are those of the list; 村 where the works of joint
--          water supply had begun
-- reads:   scoped.pilot, scoped.facility, scoped.household_month
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

places AS (
    SELECT
        months.stat_month,
        one.town_code,
        one.division_code,
        1 AS is_pilot,
        CASE WHEN one.pilot_level = 'provincial' AND one.pilot_kind IN ('joint', 'both') THEN 1 ELSE 0 END
            AS is_provincial,
        CAST(NULL AS INTEGER) AS has_water
    FROM months
    INNER JOIN scoped.pilot AS one ON months.next_month > one.named_at
    UNION ALL
    SELECT DISTINCT
        months.stat_month,
        one.town_code,
        one.division_code,
        CAST(NULL AS INTEGER) AS is_pilot,
        CAST(NULL AS INTEGER) AS is_provincial,
        1 AS has_water
    FROM months
    INNER JOIN scoped.facility AS one
        ON
            one.facility_kind = 'water_integration'
            AND one.division_code IS NOT NULL
            AND months.next_month > one.started_at
)

SELECT
    stat_month,
    town_code,
    division_code,
    CAST(SUM(is_pilot) AS BIGINT) AS pilot_villages,
    CAST(SUM(is_provincial) AS BIGINT) AS gongtong_dizao_provincial_pilots,
    CAST(SUM(has_water) AS BIGINT) AS water_integration_villages
FROM places
GROUP BY
    stat_month,
    town_code,
    division_code
ORDER BY
    stat_month,
    town_code,
    division_code
