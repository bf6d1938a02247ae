-- title:   支出进度与应达进度, 本年逐月
-- grain:   one row per month of the year; months after $month have the expected curve only
-- params:  $area VARCHAR              county or township (a village stands for its township)
--          $month DATE                first day of the month
-- columns: stat_month DATE, month_end DATE, by_time DOUBLE, checkpoint DOUBLE, expected DOUBLE,
--          of_allocated DOUBLE, of_arrived DOUBLE, of_planned DOUBLE
-- units:   all ratios 0..1. by_time = 序时进度, day of the year / 365; checkpoint = highest ratio of those passed;
--          expected = the greater of the two (domain 7.5)
-- reads:   mart.indicator_month, scoped.fund_checkpoint
WITH
clock AS (
    SELECT
        n.month_no,
        CAST(DATE_TRUNC('year', CAST($month AS DATE)) AS DATE) AS year_start,
        CAST(DATE_TRUNC('year', CAST($month AS DATE)) + INTERVAL '1' MONTH * (n.month_no - 1) AS DATE) AS stat_month,
        CAST(
            DATE_TRUNC('year', CAST($month AS DATE)) + INTERVAL '1' MONTH * n.month_no - INTERVAL '1' DAY AS DATE
        ) AS month_end
    FROM (VALUES (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11), (12)) AS n (month_no)
),

-- A county's own checkpoints for a year take the place of the defaults.
nearest AS (
    SELECT MAX(LENGTH(COALESCE(division_code, ''))) AS depth
    FROM scoped.fund_checkpoint
    WHERE year = EXTRACT(YEAR FROM CAST($month AS DATE))
),

passed AS (
    SELECT
        c.stat_month,
        MAX(CAST(k.min_ratio AS DOUBLE)) AS min_ratio
    FROM clock AS c
    INNER JOIN scoped.fund_checkpoint AS k ON k.check_date BETWEEN c.year_start AND c.month_end
    INNER JOIN nearest AS n ON LENGTH(COALESCE(k.division_code, '')) = n.depth
    WHERE k.source IS NULL
    GROUP BY c.stat_month
),

-- The area alone is looked for: a list of ids would be sought in every row of every file, and cost more than it saves.
money AS (
    SELECT
        stat_month,
        MAX(CASE WHEN indicator_id = 'fund_allocated' THEN value END) AS allocated,
        MAX(CASE WHEN indicator_id = 'fund_arrived' THEN value END) AS arrived,
        MAX(CASE WHEN indicator_id = 'fund_planned' THEN value END) AS planned,
        MAX(CASE WHEN indicator_id = 'fund_paid' THEN value END) AS paid
    FROM mart.indicator_month
    WHERE
        area_code = SUBSTR($area, 1, 9)
        AND stat_month <= $month
        AND stat_month >= CAST(DATE_TRUNC('year', CAST($month AS DATE)) AS DATE)
    GROUP BY stat_month
),

expectation AS (
    SELECT
        c.stat_month,
        c.month_end,
        CAST(LEAST((UNIX_DATE(c.month_end) - UNIX_DATE(c.year_start) + 1) / 365.0, 1.0) AS DOUBLE) AS by_time,
        p.min_ratio AS checkpoint
    FROM clock AS c
    LEFT JOIN passed AS p ON c.stat_month = p.stat_month
)

SELECT
    e.stat_month,
    e.month_end,
    e.by_time,
    e.checkpoint,
    GREATEST(e.by_time, COALESCE(e.checkpoint, 0.0)) AS expected,
    m.paid / NULLIF(m.allocated, 0) AS of_allocated,
    m.paid / NULLIF(m.arrived, 0) AS of_arrived,
    m.paid / NULLIF(m.planned, 0) AS of_planned
FROM expectation AS e
LEFT JOIN money AS m ON e.stat_month = m.stat_month
ORDER BY e.stat_month
