-- title:   没有验收的项目，支付留有余地
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.threshold, scoped.disbursement, scoped.project
WITH
share_rule AS (
    SELECT warn AS share
    FROM scoped.threshold
    WHERE
        name = 'paid_before_acceptance'
        AND LENGTH(COALESCE(division_code, '')) <= 6
        AND COALESCE(year, EXTRACT(YEAR FROM $until)) = EXTRACT(YEAR FROM $until)
    ORDER BY LENGTH(COALESCE(division_code, '')) DESC, COALESCE(year, 0) DESC, threshold_id ASC
    LIMIT 1
),

running AS (
    SELECT
        d.source_id,
        d.source_row,
        d.town_code,
        d.pay_id,
        d.project_id,
        d.pay_date,
        d.amount,
        SUM(d.amount) OVER (
            PARTITION BY d.project_id
            ORDER BY d.pay_date ASC, d.pay_id ASC
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS paid
    FROM scoped.disbursement AS d
    WHERE d.project_id IS NOT NULL
)

SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    t.town_code,
    CAST(NULL AS VARCHAR) AS division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.pay_id AS object_key,
    'pay_date' AS column_name,
    CAST(CAST(ROUND(CAST(t.paid AS DOUBLE) * 100 / CAST(p.plan_total AS DOUBLE), 0) AS INTEGER) AS VARCHAR) AS said,
    CAST(CAST(ROUND(r.share * 100, 0) AS INTEGER) AS VARCHAR) AS wanted
FROM running AS t
INNER JOIN scoped.project AS p ON t.project_id = p.project_id
CROSS JOIN share_rule AS r
WHERE
    t.amount > 0
    AND p.plan_total > 0
    AND CAST(t.paid AS DOUBLE) > r.share * CAST(p.plan_total AS DOUBLE)
    AND p.type IN ('industry', 'infrastructure')
    AND COALESCE(p.accepted_at, CAST(t.pay_date + INTERVAL '1' DAY AS DATE)) > t.pay_date
ORDER BY
    t.pay_id
