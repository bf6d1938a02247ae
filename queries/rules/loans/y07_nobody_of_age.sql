-- title:   贷款的户有规定年龄内的人
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.threshold, scoped.microloan, scoped.person_month
WITH
age_min_rule AS (
    SELECT warn AS age_min
    FROM scoped.threshold
    WHERE
        name = 'microloan_age_min'
        AND LENGTH(COALESCE(division_code, '')) <= 6
        AND COALESCE(year, EXTRACT(YEAR FROM $until)) = EXTRACT(YEAR FROM $until)
    ORDER BY LENGTH(COALESCE(division_code, '')) DESC, COALESCE(year, 0) DESC, threshold_id ASC
    LIMIT 1
),

age_max_rule AS (
    SELECT warn AS age_max
    FROM scoped.threshold
    WHERE
        name = 'microloan_age_max'
        AND LENGTH(COALESCE(division_code, '')) <= 6
        AND COALESCE(year, EXTRACT(YEAR FROM $until)) = EXTRACT(YEAR FROM $until)
    ORDER BY LENGTH(COALESCE(division_code, '')) DESC, COALESCE(year, 0) DESC, threshold_id ASC
    LIMIT 1
)

SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'hh_id' AS column_name,
    CONCAT(CAST(CAST(l.age_min AS INTEGER) AS VARCHAR), '至', CAST(CAST(h.age_max AS INTEGER) AS VARCHAR)) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.microloan AS t
CROSS JOIN age_min_rule AS l
CROSS JOIN age_max_rule AS h
WHERE
    t.status <> 'repaid'
    AND t.issue_date >= CAST($until - INTERVAL '12' MONTH AS DATE)
    AND EXISTS (
        SELECT 1 FROM scoped.person_month AS q
        WHERE q.hh_id = t.hh_id AND q.stat_month = $until
    )
    AND NOT EXISTS (
        SELECT 1
        FROM scoped.person_month AS p
        WHERE
            p.hh_id = t.hh_id
            AND p.stat_month = $until
            AND p.in_household
            AND EXTRACT(YEAR FROM p.stat_month)
            - EXTRACT(YEAR FROM p.birth_date)
            - CASE
                WHEN EXTRACT(MONTH FROM p.birth_date) > EXTRACT(MONTH FROM p.stat_month) THEN 1 ELSE 0
            END BETWEEN l.age_min AND h.age_max
    )
ORDER BY
    t.loan_id
