-- title:   到年底还需每月支出多少, 按三个基数
-- grain:   one row per base: allocated 下达, arrived 到位, planned 计划
-- params:  $area VARCHAR              county or township (a village stands for its township)
--          $month DATE                first day of the month
-- columns: sort_no INTEGER, base VARCHAR, amount DOUBLE, paid DOUBLE, progress DOUBLE, remaining DOUBLE,
--          months_left INTEGER, needed_per_month DOUBLE, paid_per_month DOUBLE, at_this_pace DOUBLE
-- units:   amount, paid, remaining = 元; *_per_month = 元 a month (paid_per_month: mean since January); progress,
--          at_this_pace = 0..1, the latter the progress on 31 December if payments go on at the mean pace.
--          needed_per_month is empty in December and where nothing remains
-- reads:   mart.indicator_month
WITH
money AS (
    SELECT
        MAX(CASE WHEN indicator_id = 'fund_allocated' THEN value END) AS allocated,
        MAX(CASE WHEN indicator_id = 'fund_arrived' THEN value END) AS arrived,
        MAX(CASE WHEN indicator_id = 'fund_planned' THEN value END) AS planned,
        MAX(CASE WHEN indicator_id = 'fund_paid' THEN value END) AS paid
    FROM mart.indicator_month
    WHERE
        area_code = SUBSTR($area, 1, 9)
        AND stat_month = $month
        AND indicator_id IN ('fund_allocated', 'fund_arrived', 'fund_planned', 'fund_paid')
),

bases AS (
    SELECT
        n.sort_no,
        n.base,
        m.paid,
        CASE n.sort_no WHEN 1 THEN m.allocated WHEN 2 THEN m.arrived ELSE m.planned END AS amount,
        CAST(EXTRACT(MONTH FROM CAST($month AS DATE)) AS INTEGER) AS month_no
    FROM (VALUES (1, 'allocated'), (2, 'arrived'), (3, 'planned')) AS n (sort_no, base)
    CROSS JOIN money AS m
)

SELECT
    CAST(sort_no AS INTEGER) AS sort_no,
    base,
    amount,
    paid,
    paid / NULLIF(amount, 0) AS progress,
    amount - paid AS remaining,
    CAST(12 - month_no AS INTEGER) AS months_left,
    CASE WHEN amount > paid THEN (amount - paid) / NULLIF(12 - month_no, 0) END AS needed_per_month,
    paid / month_no AS paid_per_month,
    paid / month_no * 12 / NULLIF(amount, 0) AS at_this_pace
FROM bases
WHERE
    amount IS NOT NULL
    OR paid IS NOT NULL
ORDER BY sort_no
