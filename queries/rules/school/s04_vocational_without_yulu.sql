-- title:   中高职在校生开学后规定天数内有当学期的雨露计划记录
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.threshold, scoped.person_month, scoped.education_aid
WITH
days_rule AS (
    SELECT warn AS days
    FROM scoped.threshold
    WHERE
        name = 'aid_unpaid_days'
        AND LENGTH(COALESCE(division_code, '')) <= 6
        AND COALESCE(year, EXTRACT(YEAR FROM $until)) = EXTRACT(YEAR FROM $until)
    ORDER BY LENGTH(COALESCE(division_code, '')) DESC, COALESCE(year, 0) DESC, threshold_id ASC
    LIMIT 1
),

pupil AS (
    SELECT
        p.stat_month,
        p.town_code,
        p.division_code,
        p.hh_key,
        p.person_id,
        CASE WHEN EXTRACT(MONTH FROM p.stat_month) < 9 THEN 'spring' ELSE 'autumn' END AS term,
        CAST(
            CONCAT(
                CAST(EXTRACT(YEAR FROM p.stat_month) AS VARCHAR),
                CASE WHEN EXTRACT(MONTH FROM p.stat_month) < 9 THEN '-03-01' ELSE '-09-01' END
            ) AS DATE
        ) AS opened
    FROM scoped.person_month AS p
    WHERE
        p.stat_month BETWEEN $since AND $until
        AND EXTRACT(MONTH FROM p.stat_month) IN (3, 4, 5, 6, 9, 10, 11, 12)
        AND p.school IN ('v1', 'v2', 'v3', 'c1', 'c2', 'c3', 'tech')
        AND p.in_household
)

SELECT
    CAST(NULL AS VARCHAR) AS source_id,
    CAST(NULL AS INTEGER) AS source_row,
    t.stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'scheme' AS column_name,
    CASE WHEN t.term = 'spring' THEN '春季学期' ELSE '秋季学期' END AS said,
    CAST(CAST(r.days AS INTEGER) AS VARCHAR) AS wanted
FROM pupil AS t
CROSS JOIN days_rule AS r
WHERE
    UNIX_DATE(t.opened) + r.days < UNIX_DATE(CAST(t.stat_month + INTERVAL '1' MONTH AS DATE))
    AND EXISTS (
        SELECT 1
        FROM scoped.education_aid AS m
        WHERE
            m.town_code = t.town_code
            AND m.scheme = 'yulu'
            AND m.term = t.term
            AND m.year = EXTRACT(YEAR FROM t.stat_month)
    )
    AND NOT EXISTS (
        SELECT 1
        FROM scoped.education_aid AS a
        WHERE
            a.person_id = t.person_id
            AND a.scheme = 'yulu'
            AND a.term = t.term
            AND a.year = EXTRACT(YEAR FROM t.stat_month)
    )
ORDER BY
    t.stat_month,
    t.person_id
