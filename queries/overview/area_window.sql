-- title:   一个区域在一段月份里的全部指标 (卡片和走势线共用)
-- grain:   one row per indicator and month
-- params:  $area VARCHAR        county, township or village
--          $from_month DATE, $month DATE   both ends included
-- columns: indicator_id VARCHAR, stat_month DATE, value DOUBLE, numerator DOUBLE, denominator DOUBLE, unit VARCHAR
-- units:   as the column unit says; ratios 0..1, money in yuan
-- reads:   mart.indicator_month
SELECT
    indicator_id,
    stat_month,
    value,
    numerator,
    denominator,
    unit
FROM mart.indicator_month
WHERE
    area_code = $area
    AND stat_month BETWEEN $from_month AND $month
ORDER BY
    indicator_id,
    stat_month
