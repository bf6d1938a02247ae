-- title:   消费帮扶背后的每一笔销售
-- grain:   one row per sale of the year up to the month; amount adds up to the figure over the rows without dropped_by
-- params:  $area VARCHAR, $month DATE
--          $channel VARCHAR?        one channel; without it, or with all, every one
--          $indicator VARCHAR?      consumption_sales or consumption_sales.month
-- columns: town_name VARCHAR, sale_month DATE, sale_channel VARCHAR, product VARCHAR, certified BOOLEAN,
--          sale_amount DOUBLE, driven_hh BIGINT, amount DOUBLE, dropped_by VARCHAR
-- units:   sale_amount, amount = 元; driven_hh = 户. Sales of the county itself count in the county alone
-- reads:   scoped.consumption_sale, scoped.division
SELECT
    town.short_name AS town_name,
    s.sale_month,
    s.sale_channel,
    s.product,
    s.certified,
    CAST(s.sale_amount AS DOUBLE) AS sale_amount,
    CAST(s.driven_hh AS BIGINT) AS driven_hh,
    CAST(s.sale_amount AS DOUBLE) AS amount,
    CASE WHEN $indicator LIKE '%.month' AND s.sale_month < $month THEN 'earlier_month' END AS dropped_by
FROM scoped.consumption_sale AS s
LEFT JOIN scoped.division AS town ON s.town_code = town.division_code
WHERE
    COALESCE(s.division_code, s.town_code) LIKE $area || '%'
    AND s.sale_month BETWEEN CAST(DATE_TRUNC('year', $month) AS DATE) AND $month
    AND ($channel IS NULL OR $channel = 'all' OR s.sale_channel = $channel)
ORDER BY
    s.sale_month,
    s.sale_id
