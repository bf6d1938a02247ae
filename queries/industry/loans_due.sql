-- title:   小额信贷什么时候到期: 以后十二个月逐月
-- grain:   one row per month of the twelve after the month asked, also one in which nothing falls due
-- params:  $area VARCHAR, $month DATE
-- columns: due_month DATE, loans BIGINT, hh BIGINT, balance DOUBLE
-- units:   loans = 笔 and hh = 户 with a balance that falls due in the month; balance = 元, as last reported
-- reads:   scoped.microloan
WITH months AS (
    SELECT
        CAST($month + INTERVAL '1' MONTH * n.month_no AS DATE) AS due_month,
        CAST($month + INTERVAL '1' MONTH * (n.month_no + 1) AS DATE) AS next_month
    FROM (VALUES (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11), (12)) AS n (month_no)
),

loans AS (
    SELECT
        hh_key,
        due_date,
        CAST(balance AS DOUBLE) AS balance
    FROM scoped.microloan
    WHERE
        balance > 0
        AND issue_date < CAST($month + INTERVAL '1' MONTH AS DATE)
        AND division_code LIKE $area || '%'
)

SELECT
    m.due_month,
    COUNT(l.hh_key) AS loans,
    COUNT(DISTINCT l.hh_key) AS hh,
    COALESCE(SUM(l.balance), 0.0E0) AS balance
FROM months AS m
LEFT JOIN loans AS l ON m.due_month <= l.due_date AND m.next_month > l.due_date
WHERE EXISTS (SELECT 1 FROM loans)
GROUP BY m.due_month
ORDER BY m.due_month
