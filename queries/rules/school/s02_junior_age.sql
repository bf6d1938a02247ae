-- title:   初中在校生的年龄与学段相符
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.threshold, scoped.person_month
WITH
age_min_rule AS (
    SELECT warn AS age_min
    FROM scoped.threshold
    WHERE
        name = 'school_age_junior_min'
        AND LENGTH(COALESCE(division_code, '')) <= 6
        AND COALESCE(year, EXTRACT(YEAR FROM $until)) = EXTRACT(YEAR FROM $until)
    ORDER BY LENGTH(COALESCE(division_code, '')) DESC, COALESCE(year, 0) DESC, threshold_id ASC
    LIMIT 1
),

age_max_rule AS (
    SELECT warn AS age_max
    FROM scoped.threshold
    WHERE
        name = 'school_age_junior_max'
        AND LENGTH(COALESCE(division_code, '')) <= 6
        AND COALESCE(year, EXTRACT(YEAR FROM $until)) = EXTRACT(YEAR FROM $until)
    ORDER BY LENGTH(COALESCE(division_code, '')) DESC, COALESCE(year, 0) DESC, threshold_id ASC
    LIMIT 1
),

pupil AS (
    SELECT
        p.source_id,
        p.source_row,
        p.stat_month,
        p.town_code,
        p.division_code,
        p.hh_key,
        p.person_id,
        EXTRACT(YEAR FROM p.stat_month)
        - EXTRACT(YEAR FROM p.birth_date)
        - CASE WHEN EXTRACT(MONTH FROM p.birth_date) > EXTRACT(MONTH FROM p.stat_month) THEN 1 ELSE 0 END AS age
    FROM scoped.person_month AS p
    WHERE
        p.stat_month BETWEEN $since AND $until
        AND p.school IN ('j7', 'j8', 'j9')
        AND p.in_household
)

SELECT
    t.source_id,
    t.source_row,
    t.stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'school' AS column_name,
    CAST(t.age AS VARCHAR) AS said,
    CONCAT(CAST(CAST(l.age_min AS INTEGER) AS VARCHAR), '至', CAST(CAST(h.age_max AS INTEGER) AS VARCHAR)) AS wanted
FROM pupil AS t
CROSS JOIN age_min_rule AS l
CROSS JOIN age_max_rule AS h
WHERE
    (t.age < l.age_min OR t.age > h.age_max)
ORDER BY
    t.stat_month,
    t.person_id
