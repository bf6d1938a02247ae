-- title:   消费帮扶背后的每一笔销售
-- grain:   one row per sale of the year up to the month
-- params:  $area VARCHAR, $month DATE
--          $channel VARCHAR         a channel, or all
-- columns: town_name VARCHAR, sale_month DATE, sale_channel VARCHAR, product VARCHAR, certified BOOLEAN,
--          sale_amount DOUBLE, driven_hh BIGINT
-- units:   sale_amount = 元; driven_hh = 户
-- reads:   scoped.consumption_sale, scoped.division
SELECT
    town.short_name AS town_name,
    s.sale_month,
    s.sale_channel,
    s.product,
    s.certified,
    CAST(s.sale_amount AS DOUBLE) AS sale_amount,
    CAST(s.driven_hh AS BIGINT) AS driven_hh
FROM scoped.consumption_sale AS s
LEFT JOIN scoped.division AS town ON s.town_code = town.division_code
WHERE
    COALESCE(s.division_code, s.town_code) LIKE $area || '%'
    AND s.sale_month BETWEEN CAST(DATE_TRUNC('year', $month) AS DATE) AND $month
    AND ($channel = 'all' OR s.sale_channel = $channel)
ORDER BY
    s.sale_month,
    s.sale_id
