-- title:   这个月收到了几个乡镇的数
-- grain:   one row
-- params:  $month DATE
-- columns: towns_present BIGINT, towns BIGINT
-- units:   个
-- reads:   scoped.division, mart.indicator_month
WITH towns AS (
    SELECT division_code
    FROM scoped.division
    WHERE level = 4 AND valid_to IS NULL
),

present AS (
    SELECT DISTINCT area_code
    FROM mart.indicator_month
    WHERE
        level = 4
        AND stat_month = $month
        AND indicator_id IN ('alleviated_hh', 'monitored_hh_total')
        AND value IS NOT NULL
)

SELECT
    CAST(COUNT(present.area_code) AS BIGINT) AS towns_present,
    CAST(COUNT(*) AS BIGINT) AS towns
FROM towns
LEFT JOIN present ON towns.division_code = present.area_code
ORDER BY towns
