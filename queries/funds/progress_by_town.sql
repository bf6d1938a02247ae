-- title:   资金支出进度, 按乡镇: 同一笔支出对下达、到位、计划三个基数
-- grain:   one row per township; a township that reported no money has empty figures
-- params:  $month DATE                first day of the month
--          $area VARCHAR?             a township: only its row
-- columns: area_code VARCHAR, area_name VARCHAR, allocated DOUBLE, arrived DOUBLE, planned DOUBLE, paid DOUBLE,
--          of_allocated DOUBLE, of_arrived DOUBLE, of_planned DOUBLE, expected DOUBLE, gap DOUBLE
-- units:   allocated, arrived, planned, paid = 元 of central, provincial, city and county money of this year's budget
--          up to the month's end; of_*, expected = 0..1; gap = of_allocated - expected, where expected is the greater
--          of day/365 and the checkpoints passed (domain 7.5)
-- reads:   mart.indicator_month, scoped.division
WITH
money AS (
    SELECT
        area_code,
        MAX(CASE WHEN indicator_id = 'fund_allocated' THEN value END) AS allocated,
        MAX(CASE WHEN indicator_id = 'fund_arrived' THEN value END) AS arrived,
        MAX(CASE WHEN indicator_id = 'fund_planned' THEN value END) AS planned,
        MAX(CASE WHEN indicator_id = 'fund_paid' THEN value END) AS paid,
        MAX(CASE WHEN indicator_id = 'progress_gap' THEN value END) AS gap
    FROM mart.indicator_month
    WHERE
        stat_month = $month
        AND level = 4
        AND indicator_id IN ('fund_allocated', 'fund_arrived', 'fund_planned', 'fund_paid', 'progress_gap')
    GROUP BY area_code
)

SELECT
    d.division_code AS area_code,
    d.short_name AS area_name,
    m.allocated,
    m.arrived,
    m.planned,
    m.paid,
    m.paid / NULLIF(m.allocated, 0) AS of_allocated,
    m.paid / NULLIF(m.arrived, 0) AS of_arrived,
    m.paid / NULLIF(m.planned, 0) AS of_planned,
    m.paid / NULLIF(m.allocated, 0) - m.gap AS expected,
    m.gap
FROM scoped.division AS d
LEFT JOIN money AS m ON d.division_code = m.area_code
WHERE
    d.level = 4
    AND d.valid_to IS NULL
    AND ($area IS NULL OR d.division_code = $area)
ORDER BY d.division_code
