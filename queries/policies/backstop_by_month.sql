-- title:   应保未保户和低保、特困人数, 逐月
-- grain:   one row per month that has figures
-- params:  $area VARCHAR
--          $from_month DATE, $month DATE   both ends included
-- columns: stat_month DATE, backstop_gap BIGINT, dibao_persons BIGINT, tekun_persons BIGINT
-- units:   backstop_gap = 户; persons = 人 on file; NULL where the month was not reported
-- reads:   mart.indicator_month
SELECT
    stat_month,
    CAST(MAX(CASE WHEN indicator_id = 'backstop_gap' THEN value END) AS BIGINT) AS backstop_gap,
    CAST(MAX(CASE WHEN indicator_id = 'dibao_persons' THEN value END) AS BIGINT) AS dibao_persons,
    CAST(MAX(CASE WHEN indicator_id = 'tekun_persons' THEN value END) AS BIGINT) AS tekun_persons
FROM mart.indicator_month
WHERE
    area_code = $area
    AND stat_month BETWEEN $from_month AND $month
GROUP BY stat_month
ORDER BY stat_month
