-- title:   每个月有几个乡镇报了数(乡镇和村: 本乡镇报了没有)
-- grain:   one row per month that any township reported
-- params:  $area VARCHAR              county, township or village
--          $from_month DATE, $month DATE   both ends included
-- columns: stat_month DATE, towns_present BIGINT, towns BIGINT
-- units:   个; towns = townships of today (or of the month whose borders are shown) in the area; 1 for a township
-- reads:   scoped.division, mart.indicator_month
WITH present AS (
    SELECT DISTINCT
        stat_month,
        area_code
    FROM mart.indicator_month
    WHERE
        level = 4
        AND (LENGTH($area) = 6 OR area_code = SUBSTR($area, 1, 9))
        AND stat_month BETWEEN $from_month AND $month
        AND indicator_id IN ('alleviated_hh', 'monitored_hh_total')
        AND value IS NOT NULL
),

towns AS (
    SELECT COUNT(*) AS towns
    FROM scoped.division
    WHERE
        level = 4
        AND valid_to IS NULL
        AND (LENGTH($area) = 6 OR division_code = SUBSTR($area, 1, 9))
)

SELECT
    present.stat_month,
    CAST(COUNT(*) AS BIGINT) AS towns_present,
    CAST(MAX(towns.towns) AS BIGINT) AS towns
FROM present
CROSS JOIN towns
GROUP BY present.stat_month
ORDER BY present.stat_month
