-- title:   应享受的资助在开学后规定天数内发放
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.threshold, scoped.education_aid
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
)

SELECT
    t.source_id,
    t.source_row,
    LEAST(CAST(CONCAT(CAST(t.year AS VARCHAR), '-12-01') AS DATE), $until) AS stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'paid_at' AS column_name,
    CONCAT(CAST(t.year AS VARCHAR), CASE WHEN t.term = 'spring' THEN '年春季' ELSE '年秋季' END) AS said,
    CAST(CAST(r.days AS INTEGER) AS VARCHAR) AS wanted
FROM scoped.education_aid AS t
CROSS JOIN days_rule AS r
WHERE
    t.year BETWEEN EXTRACT(YEAR FROM $since) - 1 AND EXTRACT(YEAR FROM $until)
    AND t.entitled
    AND t.paid_at IS NULL
    AND UNIX_DATE(
        CAST(CONCAT(CAST(t.year AS VARCHAR), CASE WHEN t.term = 'spring' THEN '-03-01' ELSE '-09-01' END) AS DATE)
    )
    + r.days
    < UNIX_DATE(CAST($until + INTERVAL '1' MONTH AS DATE))
ORDER BY
    t.person_id,
    t.year,
    t.term,
    t.scheme
