-- title:   不符的: 在校的年级与年龄相符
-- grain:   one row per fault
-- params:  $since DATE, $until DATE   first days of months, both included
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said = the year of school; wanted = age at the end of the month; bounds = thresholds school_age_*, warn
--          the lowest, red the highest age
-- reads:   scoped.person_month, scoped.threshold
WITH limits AS (
    SELECT
        COALESCE(
            MAX(warn) FILTER (WHERE name = 'school_age_primary' AND division_code IS NOT NULL),
            MAX(warn) FILTER (WHERE name = 'school_age_primary')
        ) AS primary_low,
        COALESCE(
            MAX(red) FILTER (WHERE name = 'school_age_primary' AND division_code IS NOT NULL),
            MAX(red) FILTER (WHERE name = 'school_age_primary')
        ) AS primary_high,
        COALESCE(
            MAX(warn) FILTER (WHERE name = 'school_age_junior' AND division_code IS NOT NULL),
            MAX(warn) FILTER (WHERE name = 'school_age_junior')
        ) AS junior_low,
        COALESCE(
            MAX(red) FILTER (WHERE name = 'school_age_junior' AND division_code IS NOT NULL),
            MAX(red) FILTER (WHERE name = 'school_age_junior')
        ) AS junior_high,
        COALESCE(
            MAX(warn) FILTER (WHERE name = 'school_age_senior' AND division_code IS NOT NULL),
            MAX(warn) FILTER (WHERE name = 'school_age_senior')
        ) AS senior_low,
        COALESCE(
            MAX(red) FILTER (WHERE name = 'school_age_senior' AND division_code IS NOT NULL),
            MAX(red) FILTER (WHERE name = 'school_age_senior')
        ) AS senior_high,
        COALESCE(
            MAX(warn) FILTER (WHERE name = 'school_age_college' AND division_code IS NOT NULL),
            MAX(warn) FILTER (WHERE name = 'school_age_college')
        ) AS college_low,
        COALESCE(
            MAX(red) FILTER (WHERE name = 'school_age_college' AND division_code IS NOT NULL),
            MAX(red) FILTER (WHERE name = 'school_age_college')
        ) AS college_high,
        COALESCE(
            MAX(warn) FILTER (WHERE name = 'school_age_graduate' AND division_code IS NOT NULL),
            MAX(warn) FILTER (WHERE name = 'school_age_graduate')
        ) AS graduate_low,
        COALESCE(
            MAX(red) FILTER (WHERE name = 'school_age_graduate' AND division_code IS NOT NULL),
            MAX(red) FILTER (WHERE name = 'school_age_graduate')
        ) AS graduate_high,
        COALESCE(
            MAX(warn) FILTER (WHERE name = 'school_age_kinder' AND division_code IS NOT NULL),
            MAX(warn) FILTER (WHERE name = 'school_age_kinder')
        ) AS kinder_low,
        COALESCE(
            MAX(red) FILTER (WHERE name = 'school_age_kinder' AND division_code IS NOT NULL),
            MAX(red) FILTER (WHERE name = 'school_age_kinder')
        ) AS kinder_high
    FROM scoped.threshold
),

aged AS (
    SELECT
        source_id,
        source_row,
        stat_month,
        town_code,
        division_code,
        hh_id,
        hh_key,
        person_id,
        school,
        EXTRACT(YEAR FROM stat_month)
        - EXTRACT(YEAR FROM birth_date)
        - CASE WHEN EXTRACT(MONTH FROM birth_date) > EXTRACT(MONTH FROM stat_month) THEN 1 ELSE 0 END AS age
    FROM scoped.person_month
    WHERE
        stat_month BETWEEN $since AND $until
        AND in_household
        AND school IS NOT NULL
),

bounded AS (
    SELECT
        aged.source_id,
        aged.source_row,
        aged.stat_month,
        aged.town_code,
        aged.division_code,
        aged.hh_id,
        aged.hh_key,
        aged.person_id,
        aged.school,
        aged.age,
        CASE
            WHEN aged.school IN ('primary') THEN limits.primary_low
            WHEN aged.school IN ('j7', 'j8', 'j9') THEN limits.junior_low
            WHEN aged.school IN ('h1', 'h2', 'h3', 'v1', 'v2', 'v3') THEN limits.senior_low
            WHEN aged.school IN ('c1', 'c2', 'c3', 'bachelor') THEN limits.college_low
            WHEN aged.school IN ('graduate') THEN limits.graduate_low
            WHEN aged.school IN ('pre_age', 'kinder') THEN limits.kinder_low
        END AS lowest,
        CASE
            WHEN aged.school IN ('primary') THEN limits.primary_high
            WHEN aged.school IN ('j7', 'j8', 'j9') THEN limits.junior_high
            WHEN aged.school IN ('h1', 'h2', 'h3', 'v1', 'v2', 'v3') THEN limits.senior_high
            WHEN aged.school IN ('c1', 'c2', 'c3', 'bachelor') THEN limits.college_high
            WHEN aged.school IN ('graduate') THEN limits.graduate_high
            WHEN aged.school IN ('pre_age', 'kinder') THEN limits.kinder_high
        END AS highest
    FROM aged
    CROSS JOIN limits
)

SELECT
    source_id,
    source_row,
    stat_month,
    town_code,
    division_code,
    hh_key,
    hh_key AS object_key,
    'school' AS column_name,
    school AS said,
    CAST(CAST(age AS INTEGER) AS VARCHAR) AS wanted
FROM bounded
WHERE
    age < lowest
    OR age > highest
ORDER BY
    stat_month,
    person_id
