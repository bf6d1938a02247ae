-- title:   验收后按期付清
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.threshold, scoped.disbursement, scoped.project
WITH
days_rule AS (
    SELECT warn AS days
    FROM scoped.threshold
    WHERE
        name = 'finished_unpaid_days'
        AND LENGTH(COALESCE(division_code, '')) <= 6
        AND COALESCE(year, EXTRACT(YEAR FROM $until)) = EXTRACT(YEAR FROM $until)
    ORDER BY LENGTH(COALESCE(division_code, '')) DESC, COALESCE(year, 0) DESC, threshold_id ASC
    LIMIT 1
),

payments AS (
    SELECT
        d.project_id,
        SUM(d.amount) AS paid
    FROM scoped.disbursement AS d
    WHERE
        d.project_id IS NOT NULL
        AND d.pay_date < CAST($until + INTERVAL '1' MONTH AS DATE)
    GROUP BY d.project_id
)

SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    t.town_code,
    t.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.project_id AS object_key,
    'accepted_at' AS column_name,
    CAST(t.accepted_at AS VARCHAR) AS said,
    CAST(t.plan_total - COALESCE(m.paid, 0) AS VARCHAR) AS wanted
FROM scoped.project AS t
CROSS JOIN days_rule AS r
LEFT JOIN payments AS m ON t.project_id = m.project_id
WHERE
    t.state <> 'cancelled'
    AND t.plan_total > COALESCE(m.paid, 0)
    AND UNIX_DATE(t.accepted_at) + r.days < UNIX_DATE(CAST($until + INTERVAL '1' MONTH AS DATE))
ORDER BY
    t.project_id
