-- title:   一个指标在一个区域的逐月数
-- grain:   one row per month that has the indicator
-- params:  $area VARCHAR            county, township or village
--          $indicator_id VARCHAR    a split with its dot: monitored_hh_active.sudden
--          $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, value DOUBLE, numerator DOUBLE, denominator DOUBLE, unit VARCHAR
-- units:   as the column unit says; ratios 0..1, money in yuan
-- reads:   mart.indicator_month
SELECT
    stat_month,
    value,
    numerator,
    denominator,
    unit
FROM mart.indicator_month
WHERE
    area_code = $area
    AND indicator_id = $indicator_id
    AND stat_month BETWEEN $from_month AND $to_month
ORDER BY stat_month
