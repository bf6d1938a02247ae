-- title:   一个区域一个月的全部指标
-- grain:   one row per indicator that was reported for the area and month; what was not reported has no row
-- params:  $area VARCHAR    county, township or village
--          $month DATE
-- columns: indicator_id VARCHAR, value DOUBLE, numerator DOUBLE, denominator DOUBLE, unit VARCHAR
-- units:   as the column unit says; ratios 0..1, money in yuan; a rate whose denominator is 0 has no value
-- reads:   mart.indicator_month
SELECT
    indicator_id,
    value,
    numerator,
    denominator,
    unit
FROM mart.indicator_month
WHERE
    area_code = $area
    AND stat_month = $month
ORDER BY indicator_id
