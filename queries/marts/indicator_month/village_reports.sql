-- title:   村卫生室、村集体经济、人居环境、供水, 按村和月
-- grain:   one row per village and month, in townships that report one of the tables
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, clinic_coverage__num BIGINT,
--          clinic_coverage__den BIGINT, village_clinics BIGINT, villages_without_clinic BIGINT,
--          village_doctors BIGINT, clinic_standard_rate__num BIGINT, clinic_standard_rate__den BIGINT,
--          collective_income DOUBLE, toilet_progress__num BIGINT, toilet_progress__den BIGINT,
--          household_toilets_built BIGINT, toilet_broken_rate__num BIGINT, toilet_broken_rate__den BIGINT,
--          env_complaints BIGINT, water_sample_pass__num BIGINT, water_sample_pass__den BIGINT
-- units:   the clinic table of the year; 元 of the last year reported; toilets and complaints of the month (a task
--          counts over its year); samples of the year so far
-- reads:   scoped.clinic, scoped.collective_economy, scoped.living_environment, scoped.water_supply,
--          scoped.household_month
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

clinics AS (
    SELECT
        months.stat_month,
        one.town_code,
        one.division_code,
        CASE WHEN one.clinics > 0 OR one.exempt_reason IS NOT NULL THEN 1 ELSE 0 END AS is_covered,
        one.clinics,
        CASE WHEN one.clinics = 0 THEN 1 ELSE 0 END AS is_without,
        one.doctors,
        CASE WHEN one.clinics > 0 AND one.standard_ok THEN 1 ELSE 0 END AS is_standard,
        CASE WHEN one.clinics > 0 AND one.standard_ok IS NOT NULL THEN 1 ELSE 0 END AS told_standard
    FROM months
    INNER JOIN scoped.clinic AS one ON months.year_no = one.year
),

economy AS (
    SELECT
        months.stat_month,
        one.town_code,
        one.division_code,
        CAST(one.income_total AS DOUBLE) AS income
    FROM months
    INNER JOIN scoped.collective_economy AS one
        ON one.year = CASE WHEN months.month_no = 12 THEN months.year_no ELSE months.year_no - 1 END
),

environment AS (
    SELECT
        report_month AS stat_month,
        town_code,
        division_code,
        toilets_built,
        toilets_task,
        toilets_broken,
        toilets_checked,
        complaints
    FROM scoped.living_environment
    WHERE report_month BETWEEN $from_month AND $to_month
),

water AS (
    SELECT
        months.stat_month,
        one.town_code,
        one.division_code,
        COUNT(*) FILTER (WHERE one.sample_ok) AS passed,
        COUNT(one.sample_ok) AS samples
    FROM months
    INNER JOIN scoped.water_supply AS one
        ON
            months.new_year <= one.check_date
            AND months.next_month > one.check_date
    GROUP BY
        months.stat_month,
        one.town_code,
        one.division_code
),

villages AS (
    SELECT
        stat_month,
        town_code,
        division_code
    FROM clinics
    UNION
    SELECT
        stat_month,
        town_code,
        division_code
    FROM economy
    UNION
    SELECT
        stat_month,
        town_code,
        division_code
    FROM environment
    UNION
    SELECT
        stat_month,
        town_code,
        division_code
    FROM water
)

SELECT
    villages.stat_month,
    villages.town_code,
    villages.division_code,
    CAST(clinics.is_covered AS BIGINT) AS clinic_coverage__num,
    CAST(CASE WHEN clinics.division_code IS NOT NULL THEN 1 END AS BIGINT) AS clinic_coverage__den,
    CAST(clinics.clinics AS BIGINT) AS village_clinics,
    CAST(clinics.is_without AS BIGINT) AS villages_without_clinic,
    CAST(clinics.doctors AS BIGINT) AS village_doctors,
    CAST(clinics.is_standard AS BIGINT) AS clinic_standard_rate__num,
    CAST(clinics.told_standard AS BIGINT) AS clinic_standard_rate__den,
    economy.income AS collective_income,
    CAST(environment.toilets_built AS BIGINT) AS toilet_progress__num,
    CAST(environment.toilets_task AS BIGINT) AS toilet_progress__den,
    CAST(environment.toilets_built AS BIGINT) AS household_toilets_built,
    CAST(environment.toilets_broken AS BIGINT) AS toilet_broken_rate__num,
    CAST(environment.toilets_checked AS BIGINT) AS toilet_broken_rate__den,
    CAST(environment.complaints AS BIGINT) AS env_complaints,
    water.passed AS water_sample_pass__num,
    water.samples AS water_sample_pass__den
FROM villages
LEFT JOIN clinics
    ON
        villages.stat_month = clinics.stat_month
        AND villages.division_code = clinics.division_code
LEFT JOIN economy
    ON
        villages.stat_month = economy.stat_month
        AND villages.division_code = economy.division_code
LEFT JOIN environment
    ON
        villages.stat_month = environment.stat_month
        AND villages.division_code = environment.division_code
LEFT JOIN water
    ON
        villages.stat_month = water.stat_month
        AND villages.division_code = water.division_code
ORDER BY
    villages.stat_month,
    villages.town_code,
    villages.division_code
