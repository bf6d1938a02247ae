-- title:   消费帮扶, 按销售渠道
-- grain:   one row per channel with a sale this year or last, then the whole (sale_channel = all)
-- params:  $area VARCHAR, $month DATE
-- columns: sale_channel VARCHAR, sale_amount DOUBLE, month_amount DOUBLE, last_year DOUBLE, products BIGINT,
--          certified_amount DOUBLE, driven_hh BIGINT
-- units:   money = 元; sale_amount = January to the month, last_year = the same months of last year, month_amount = the
--          month;
--          products = 种; driven_hh = 户, a household in two sales twice. Sales of the county itself count in the county
--          alone
-- reads:   scoped.consumption_sale
WITH sales AS (
    SELECT
        s.sale_channel,
        s.sale_month,
        s.product,
        s.certified,
        s.driven_hh,
        CAST(s.sale_amount AS DOUBLE) AS amount,
        s.sale_month >= CAST(DATE_TRUNC('year', $month) AS DATE) AS is_now
    FROM scoped.consumption_sale AS s
    WHERE
        COALESCE(s.division_code, s.town_code) LIKE $area || '%'
        AND (
            s.sale_month BETWEEN CAST(DATE_TRUNC('year', $month) AS DATE) AND $month
            OR s.sale_month BETWEEN
            CAST(DATE_TRUNC('year', $month) - INTERVAL '1' YEAR AS DATE) AND CAST($month - INTERVAL '1' YEAR AS DATE)
        )
),

lines AS (
    SELECT
        CASE n.is_all WHEN 1 THEN 'all' ELSE s.sale_channel END AS sale_channel,
        n.is_all,
        s.sale_month,
        s.product,
        s.certified,
        s.driven_hh,
        s.amount,
        s.is_now
    FROM sales AS s
    CROSS JOIN (VALUES (0), (1)) AS n (is_all)
)

SELECT
    sale_channel,
    COALESCE(SUM(CASE WHEN is_now THEN amount END), 0.0E0) AS sale_amount,
    COALESCE(SUM(CASE WHEN sale_month = $month THEN amount END), 0.0E0) AS month_amount,
    SUM(CASE WHEN NOT is_now THEN amount END) AS last_year,
    COUNT(DISTINCT CASE WHEN is_now THEN product END) AS products,
    SUM(CASE WHEN is_now AND certified THEN amount END) AS certified_amount,
    CAST(SUM(CASE WHEN is_now THEN driven_hh END) AS BIGINT) AS driven_hh
FROM lines
GROUP BY
    sale_channel,
    is_all
ORDER BY
    is_all ASC,
    sale_amount DESC,
    sale_channel ASC
