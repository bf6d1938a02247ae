-- title:   三保障和饮水的逐月走势
-- grain:   one row per month that has figures
-- params:  $area VARCHAR
--          $from_month DATE, $month DATE   both ends included
-- columns: stat_month DATE, dropout_children BIGINT, insured_told BIGINT, uninsured BIGINT, insured_rate DOUBLE,
--          house_hazard_hh BIGINT, unsafe_water_hh BIGINT
-- units:   人, 户; insured_rate = 0..1 of insured_told; NULL where the month was not reported
-- reads:   mart.indicator_month
-- The area alone is looked for: a list of ids would be sought in every row of every file, and cost more than it saves.
SELECT
    stat_month,
    CAST(MAX(CASE WHEN indicator_id = 'dropout_children' THEN value END) AS BIGINT) AS dropout_children,
    CAST(MAX(CASE WHEN indicator_id = 'insured_rate' THEN denominator END) AS BIGINT) AS insured_told,
    CAST(MAX(CASE WHEN indicator_id = 'insured_rate' THEN denominator - numerator END) AS BIGINT) AS uninsured,
    MAX(CASE WHEN indicator_id = 'insured_rate' THEN value END) AS insured_rate,
    CAST(MAX(CASE WHEN indicator_id = 'house_hazard_hh' THEN value END) AS BIGINT) AS house_hazard_hh,
    CAST(MAX(CASE WHEN indicator_id = 'unsafe_water_hh' THEN value END) AS BIGINT) AS unsafe_water_hh
FROM mart.indicator_month
WHERE
    area_code = $area
    AND stat_month BETWEEN $from_month AND $month
GROUP BY stat_month
ORDER BY stat_month
