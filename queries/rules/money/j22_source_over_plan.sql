-- title:   各级资金的累计支付不超过该级的计划
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.disbursement, scoped.project
WITH
by_source AS (
    SELECT
        d.source_id,
        d.source_row,
        d.town_code,
        d.pay_id,
        d.project_id,
        d.pay_date,
        d.amount,
        d.source,
        SUM(d.amount) OVER (
            PARTITION BY d.project_id, d.source
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
    'source' AS column_name,
    t.source AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM by_source AS t
INNER JOIN scoped.project AS p ON t.project_id = p.project_id
WHERE
    t.amount > 0
    AND COALESCE(p.plan_central, p.plan_provincial, p.plan_city, p.plan_county) IS NOT NULL
    AND t.paid
    > CASE t.source
        WHEN 'central' THEN COALESCE(p.plan_central, 0) WHEN 'provincial' THEN COALESCE(p.plan_provincial, 0) WHEN
            'city'
            THEN COALESCE(p.plan_city, 0)
        WHEN 'county' THEN COALESCE(p.plan_county, 0) ELSE t.paid
    END
ORDER BY
    t.pay_id
