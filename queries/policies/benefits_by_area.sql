-- title:   低保、特困、临时救助、应保未保, 按下一级区域
-- grain:   one row per township of the county, or per village of the township; none below a village
-- params:  $area VARCHAR, $month DATE
-- columns: area_code VARCHAR, area_name VARCHAR, dibao_persons BIGINT, dibao_amount DOUBLE, tekun_persons BIGINT,
--          tekun_amount DOUBLE, relief_amount DOUBLE, backstop_gap BIGINT
-- units:   persons = 人 on file this month; amounts = 元 of the year so far; backstop_gap = 户 without anybody able to
--          work and without 低保 or 特困
-- reads:   mart.indicator_month, scoped.division
WITH told AS (
    SELECT
        area_code,
        MAX(CASE WHEN indicator_id = 'dibao_persons' THEN value END) AS dibao_persons,
        MAX(CASE WHEN indicator_id = 'dibao_amount' THEN value END) AS dibao_amount,
        MAX(CASE WHEN indicator_id = 'tekun_persons' THEN value END) AS tekun_persons,
        MAX(CASE WHEN indicator_id = 'tekun_amount' THEN value END) AS tekun_amount,
        MAX(CASE WHEN indicator_id = 'relief_amount' THEN value END) AS relief_amount,
        MAX(CASE WHEN indicator_id = 'backstop_gap' THEN value END) AS backstop_gap
    FROM mart.indicator_month
    WHERE
        stat_month = $month
        AND indicator_id IN (
            'dibao_persons', 'dibao_amount', 'tekun_persons', 'tekun_amount', 'relief_amount', 'backstop_gap'
        )
    GROUP BY area_code
)

SELECT
    d.division_code AS area_code,
    d.short_name AS area_name,
    CAST(t.dibao_persons AS BIGINT) AS dibao_persons,
    t.dibao_amount,
    CAST(t.tekun_persons AS BIGINT) AS tekun_persons,
    t.tekun_amount,
    t.relief_amount,
    CAST(t.backstop_gap AS BIGINT) AS backstop_gap
FROM scoped.division AS d
LEFT JOIN told AS t ON d.division_code = t.area_code
WHERE
    d.parent_code = $area
    AND d.valid_to IS NULL
ORDER BY d.division_code
