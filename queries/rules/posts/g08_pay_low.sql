-- title:   岗位补贴不低于当地标准
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   pay_month = 元/月
-- reads:   scoped.threshold, scoped.public_post
WITH
floor_pay_rule AS (
    SELECT warn AS floor_pay
    FROM scoped.threshold
    WHERE
        name = 'post_pay_floor'
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
    'pay_month' AS column_name,
    CAST(t.pay_month AS VARCHAR) AS said,
    CAST(CAST(r.floor_pay AS INTEGER) AS VARCHAR) AS wanted
FROM scoped.public_post AS t
CROSS JOIN floor_pay_rule AS r
WHERE
    t.start_month <= $until
    AND COALESCE(t.end_month, $until) >= $until
    AND t.pay_month < r.floor_pay
ORDER BY
    t.post_id
