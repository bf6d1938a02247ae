-- title:   消费帮扶销售额, 按县、乡镇和月
-- grain:   one row per area (county, township) and month of a year with a sale by then
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, area_code VARCHAR, level INTEGER, town_code VARCHAR, consumption_sales DOUBLE,
--          consumption_sales__month DOUBLE
-- units:   元 of the year so far, and of the month; what the county itself sold counts in the county alone
-- reads:   scoped.consumption_sale, scoped.division, scoped.household_month
WITH months AS (
    SELECT
        stat_month,
        CAST(stat_month + INTERVAL '1' MONTH AS DATE) AS next_month,
        CAST(DATE_TRUNC('year', stat_month) AS DATE) AS new_year,
        EXTRACT(YEAR FROM stat_month) AS year_no,
        EXTRACT(MONTH FROM stat_month) AS month_no
    FROM scoped.household_month
    WHERE stat_month BETWEEN $from_month AND $to_month
    GROUP BY stat_month
),

outside AS (
    SELECT DISTINCT town_code
    FROM scoped.division
    WHERE level = 4 AND NOT in_county_total
),

sales AS (
    SELECT
        months.stat_month,
        one.town_code,
        CAST(one.sale_amount AS DOUBLE) AS yuan,
        CASE WHEN one.sale_month = months.stat_month THEN CAST(one.sale_amount AS DOUBLE) ELSE 0 END AS yuan_of_month
    FROM months
    INNER JOIN scoped.consumption_sale AS one
        ON
            months.new_year <= one.sale_month
            AND months.stat_month >= one.sale_month
)

SELECT
    stat_month,
    town_code AS area_code,
    4 AS level,
    town_code,
    CAST(SUM(yuan) AS DOUBLE) AS consumption_sales,
    CAST(SUM(yuan_of_month) AS DOUBLE) AS consumption_sales__month
FROM sales
WHERE SUBSTR(town_code, 7, 3) <> '000'
GROUP BY
    stat_month,
    town_code
UNION ALL
SELECT
    sales.stat_month,
    SUBSTR(sales.town_code, 1, 6) AS area_code,
    3 AS level,
    CAST(NULL AS VARCHAR) AS town_code,
    CAST(SUM(yuan) AS DOUBLE) AS consumption_sales,
    CAST(SUM(yuan_of_month) AS DOUBLE) AS consumption_sales__month
FROM sales
LEFT JOIN outside ON sales.town_code = outside.town_code
WHERE outside.town_code IS NULL
GROUP BY
    sales.stat_month,
    SUBSTR(sales.town_code, 1, 6)
ORDER BY
    stat_month,
    area_code
