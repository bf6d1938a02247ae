-- title:   资金支出进度, 按乡镇: 同一笔支出对下达、到位、计划三个基数
-- grain:   one row per township; a township that reported no money has empty figures
-- params:  $month DATE                first day of the month
--          $area VARCHAR?             a township: only its row
-- columns: area_code VARCHAR, area_name VARCHAR, allocated DOUBLE, arrived DOUBLE, planned DOUBLE, paid DOUBLE,
--          of_allocated DOUBLE, of_arrived DOUBLE, of_planned DOUBLE, expected DOUBLE, gap DOUBLE
-- units:   allocated, arrived, planned, paid = 元, this year's budget up to the month's end; of_*, expected = 0..1;
--          gap = of_allocated - expected. expected = the greater of day/365 and the last checkpoint passed (domain 7.5)
-- reads:   mart.indicator_month, scoped.division, scoped.fund_checkpoint
WITH
clock AS (
    SELECT
        CAST($month + INTERVAL '1' MONTH - INTERVAL '1' DAY AS DATE) AS month_end,
        CAST(DATE_TRUNC('year', CAST($month AS DATE)) AS DATE) AS year_start
),

checkpoint AS (
    SELECT
        k.min_ratio,
        ROW_NUMBER() OVER (ORDER BY k.check_date DESC, k.min_ratio DESC, k.checkpoint_id ASC) AS newest
    FROM scoped.fund_checkpoint AS k
    CROSS JOIN clock AS c
    WHERE
        k.source IS NULL
        AND (k.division_code IS NULL OR LENGTH(k.division_code) = 6)
        AND k.check_date BETWEEN c.year_start AND c.month_end
),

expectation AS (
    SELECT
        GREATEST(
            LEAST((UNIX_DATE(c.month_end) - UNIX_DATE(c.year_start) + 1) / 365.0, 1.0),
            COALESCE(CAST(k.min_ratio AS DOUBLE), 0.0)
        ) AS expected
    FROM clock AS c
    LEFT JOIN checkpoint AS k ON k.newest = 1
),

money AS (
    SELECT
        area_code,
        MAX(CASE WHEN indicator_id = 'fund_allocated' THEN value END) AS allocated,
        MAX(CASE WHEN indicator_id = 'fund_arrived' THEN value END) AS arrived,
        MAX(CASE WHEN indicator_id = 'fund_planned' THEN value END) AS planned,
        MAX(CASE WHEN indicator_id = 'fund_paid' THEN value END) AS paid
    FROM mart.indicator_month
    WHERE
        stat_month = $month
        AND level = 4
        AND indicator_id IN ('fund_allocated', 'fund_arrived', 'fund_planned', 'fund_paid')
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
    CAST(e.expected AS DOUBLE) AS expected,
    CAST(m.paid / NULLIF(m.allocated, 0) - e.expected AS DOUBLE) AS gap
FROM scoped.division AS d
CROSS JOIN expectation AS e
LEFT JOIN money AS m ON d.division_code = m.area_code
WHERE
    d.level = 4
    AND d.valid_to IS NULL
    AND ($area IS NULL OR d.division_code = $area)
ORDER BY d.division_code
