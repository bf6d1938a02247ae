-- title:   不符的: 16到59岁、健康、不在校的，劳动技能不是无劳动力或丧失劳动力
-- grain:   one row per fault
-- params:  $since DATE, $until DATE   first days of months, both included
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   ages = threshold labour_age, warn the lowest, red the highest age
-- reads:   scoped.person_month, scoped.threshold
WITH limits AS (
    SELECT
        COALESCE(
            MAX(warn) FILTER (WHERE name = 'labour_age' AND division_code IS NOT NULL),
            MAX(warn) FILTER (WHERE name = 'labour_age')
        ) AS lowest,
        COALESCE(
            MAX(red) FILTER (WHERE name = 'labour_age' AND division_code IS NOT NULL),
            MAX(red) FILTER (WHERE name = 'labour_age')
        ) AS highest
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
        labour,
        EXTRACT(YEAR FROM stat_month)
        - EXTRACT(YEAR FROM birth_date)
        - CASE WHEN EXTRACT(MONTH FROM birth_date) > EXTRACT(MONTH FROM stat_month) THEN 1 ELSE 0 END AS age
    FROM scoped.person_month
    WHERE
        stat_month BETWEEN $since AND $until
        AND in_household
        AND labour IN ('none', 'lost')
        AND health = 'healthy'
        AND school IS NULL
)

SELECT
    aged.source_id,
    aged.source_row,
    aged.stat_month,
    aged.town_code,
    aged.division_code,
    aged.hh_key,
    aged.hh_key AS object_key,
    'labour' AS column_name,
    aged.labour AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM aged
CROSS JOIN limits
WHERE
    aged.age BETWEEN limits.lowest AND limits.highest
ORDER BY
    aged.stat_month,
    aged.person_id
