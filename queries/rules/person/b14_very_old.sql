-- title:   不符的: 年龄不超过110岁
-- grain:   one row per fault
-- params:  $since DATE, $until DATE   first days of months, both included
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said, wanted = what stands there, what should
-- reads:   scoped.person_month, scoped.threshold
WITH limits AS (
    SELECT
        COALESCE(
            MAX(warn) FILTER (WHERE name = 'person_age_max' AND division_code IS NOT NULL),
            MAX(warn) FILTER (WHERE name = 'person_age_max')
        ) AS oldest
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
        birth_date,
        EXTRACT(YEAR FROM stat_month)
        - EXTRACT(YEAR FROM birth_date)
        - CASE WHEN EXTRACT(MONTH FROM birth_date) > EXTRACT(MONTH FROM stat_month) THEN 1 ELSE 0 END AS age
    FROM scoped.person_month
    WHERE
        stat_month BETWEEN $since AND $until
        AND in_household
)

SELECT
    aged.source_id,
    aged.source_row,
    aged.stat_month,
    aged.town_code,
    aged.division_code,
    aged.hh_key,
    aged.hh_key AS object_key,
    'birth_date' AS column_name,
    CAST(aged.birth_date AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM aged
CROSS JOIN limits
WHERE
    aged.age > limits.oldest
ORDER BY
    aged.stat_month,
    aged.person_id
