-- title:   在岗人员年龄在规定范围以内
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.threshold, scoped.public_post, scoped.person_month
WITH
age_min_rule AS (
    SELECT warn AS age_min
    FROM scoped.threshold
    WHERE
        name = 'post_age_min'
        AND LENGTH(COALESCE(division_code, '')) <= 6
        AND COALESCE(year, EXTRACT(YEAR FROM $until)) = EXTRACT(YEAR FROM $until)
    ORDER BY LENGTH(COALESCE(division_code, '')) DESC, COALESCE(year, 0) DESC, threshold_id ASC
    LIMIT 1
),

age_max_rule AS (
    SELECT warn AS age_max
    FROM scoped.threshold
    WHERE
        name = 'post_age_max'
        AND LENGTH(COALESCE(division_code, '')) <= 6
        AND COALESCE(year, EXTRACT(YEAR FROM $until)) = EXTRACT(YEAR FROM $until)
    ORDER BY LENGTH(COALESCE(division_code, '')) DESC, COALESCE(year, 0) DESC, threshold_id ASC
    LIMIT 1
),

placed AS (
    SELECT
        g.source_id,
        g.source_row,
        g.town_code,
        g.division_code,
        g.hh_key,
        g.post_id,
        EXTRACT(YEAR FROM p.stat_month)
        - EXTRACT(YEAR FROM p.birth_date)
        - CASE WHEN EXTRACT(MONTH FROM p.birth_date) > EXTRACT(MONTH FROM p.stat_month) THEN 1 ELSE 0 END AS age
    FROM scoped.public_post AS g
    INNER JOIN scoped.person_month AS p
        ON
            g.person_id = p.person_id
            AND p.stat_month = $until
    WHERE
        g.start_month <= $until
        AND COALESCE(g.end_month, $until) >= $until
)

SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'person_id' AS column_name,
    CAST(t.age AS VARCHAR) AS said,
    CONCAT(CAST(CAST(l.age_min AS INTEGER) AS VARCHAR), '岁以上、不满', CAST(CAST(h.age_max AS INTEGER) AS VARCHAR), '岁')
        AS wanted
FROM placed AS t
CROSS JOIN age_min_rule AS l
CROSS JOIN age_max_rule AS h
WHERE
    (t.age < l.age_min OR t.age >= h.age_max)
ORDER BY
    t.post_id
