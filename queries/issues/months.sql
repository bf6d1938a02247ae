-- title:   问题整改逐月: 月末未销号、超期, 当月销号
-- grain:   one row per month with figures of the area, oldest first
-- params:  $area VARCHAR            county or township (a village stands for its township)
--          $from_month DATE, $month DATE
-- columns: stat_month DATE, issue_open DOUBLE, issue_overdue DOUBLE, issue_close_rate DOUBLE
-- units:   个; close rate = ratio of claimed
-- reads:   mart.indicator_month
SELECT
    m.stat_month,
    MAX(CASE WHEN m.indicator_id = 'issue_open' THEN m.value END) AS issue_open,
    MAX(CASE WHEN m.indicator_id = 'issue_overdue' THEN m.value END) AS issue_overdue,
    MAX(CASE WHEN m.indicator_id = 'issue_close_rate' THEN m.value END) AS issue_close_rate
FROM mart.indicator_month AS m
WHERE
    m.area_code = SUBSTR($area, 1, 9)
    AND m.stat_month BETWEEN $from_month AND $month
    AND m.indicator_id IN ('issue_open', 'issue_overdue', 'issue_close_rate')
GROUP BY m.stat_month
ORDER BY m.stat_month
