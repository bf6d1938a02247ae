-- title:   有数据的指标分组
-- grain:   one row per group of the indicator catalogue with a figure of any township in the month
-- params:  $month DATE                first day of the month
-- columns: group_code VARCHAR, indicators BIGINT
-- units:   indicators = 个
-- reads:   mart.indicator_month, scoped.indicator_meta
WITH
present AS (
    SELECT DISTINCT indicator_id
    FROM mart.indicator_month
    WHERE
        stat_month = $month
        AND level = 4
)

SELECT
    m.group_code,
    CAST(COUNT(*) AS BIGINT) AS indicators
FROM scoped.indicator_meta AS m
INNER JOIN present AS p ON m.indicator_id = p.indicator_id
GROUP BY m.group_code
ORDER BY
    MIN(m.sort_no),
    m.group_code
