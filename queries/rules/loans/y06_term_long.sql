-- title:   贷款期限不超过规定的月数
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.threshold, scoped.microloan
WITH
months_rule AS (
    SELECT warn AS months
    FROM scoped.threshold
    WHERE
        name = 'microloan_term_months'
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
    'due_date' AS column_name,
    CAST(t.due_date AS VARCHAR) AS said,
    CAST(CAST(r.months AS INTEGER) AS VARCHAR) AS wanted
FROM scoped.microloan AS t
CROSS JOIN months_rule AS r
WHERE
    t.status NOT IN ('renewed', 'extended')
    AND (EXTRACT(YEAR FROM t.due_date) - EXTRACT(YEAR FROM t.issue_date)) * 12
    + EXTRACT(MONTH FROM t.due_date)
    - EXTRACT(MONTH FROM t.issue_date)
    + CASE WHEN EXTRACT(DAY FROM t.due_date) > EXTRACT(DAY FROM t.issue_date) THEN 1 ELSE 0 END
    > r.months
ORDER BY
    t.loan_id
