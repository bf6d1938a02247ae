-- title:   项目的累计支付不超过计划投入合计
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   元
-- reads:   scoped.disbursement, scoped.project
WITH
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
    'amount' AS column_name,
    CAST(t.paid AS VARCHAR) AS said,
    CAST(p.plan_total AS VARCHAR) AS wanted
FROM running AS t
INNER JOIN scoped.project AS p ON t.project_id = p.project_id
WHERE
    t.amount > 0
    AND t.paid > p.plan_total
ORDER BY
    t.pay_id
