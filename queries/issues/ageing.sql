-- title:   未销号问题的账龄: 发现以来的天数, 分未到期和超期
-- grain:   one row per band of days, always all five, shortest first
-- params:  $area VARCHAR, $month DATE
--          $source VARCHAR?         'all', or NULL, means every source
-- columns: band VARCHAR, issues BIGINT, not_due BIGINT, overdue BIGINT, no_due BIGINT, longest_days BIGINT
-- units:   个 not closed at the month's end (came back: not closed), days = from the finding to the month's end;
--          no_due = without a deadline, neither overdue nor not due
-- reads:   scoped.issue_rectification, scoped.division
WITH
clock AS (
    SELECT
        CAST($month + INTERVAL '1' MONTH AS DATE) AS next_month,
        CAST($month + INTERVAL '1' MONTH - INTERVAL '1' DAY AS DATE) AS month_end,
        CAST(DATE_TRUNC('year', CAST($month AS DATE)) AS DATE) AS new_year
),

outside AS (
    SELECT division_code
    FROM scoped.division
    WHERE level = 4 AND NOT in_county_total
),

ledger AS (
    SELECT
        COALESCE(i.closed_at < c.next_month AND i.state <> 'reopened', FALSE) AS is_closed,
        COALESCE(i.due_at < c.next_month, FALSE) AS is_due,
        i.due_at,
        UNIX_DATE(c.month_end) - UNIX_DATE(i.found_at) AS days_open
    FROM scoped.issue_rectification AS i
    INNER JOIN clock AS c
        ON
            i.found_at < c.next_month
            AND (
                i.found_at >= c.new_year
                OR i.closed_at IS NULL
                OR i.closed_at >= c.new_year
                OR i.state = 'reopened'
            )
    WHERE
        i.town_code LIKE SUBSTR($area, 1, 9) || '%'
        AND SUBSTR(i.town_code, 7, 3) <> '000'
        AND (LENGTH($area) < 12 OR i.division_code = $area)
        AND (LENGTH($area) > 6 OR i.town_code NOT IN (SELECT o.division_code FROM outside AS o))
        AND ($source IS NULL OR $source = 'all' OR i.source = $source)
),

banded AS (
    SELECT
        CASE
            WHEN l.days_open <= 30 THEN 'd30'
            WHEN l.days_open <= 60 THEN 'd60'
            WHEN l.days_open <= 90 THEN 'd90'
            WHEN l.days_open <= 180 THEN 'd180'
            ELSE 'more'
        END AS band,
        l.is_due,
        l.due_at,
        l.days_open
    FROM ledger AS l
    WHERE NOT l.is_closed
),

bands AS (
    SELECT
        'd30' AS band,
        1 AS place
    UNION ALL
    SELECT
        'd60' AS band,
        2 AS place
    UNION ALL
    SELECT
        'd90' AS band,
        3 AS place
    UNION ALL
    SELECT
        'd180' AS band,
        4 AS place
    UNION ALL
    SELECT
        'more' AS band,
        5 AS place
),

counted AS (
    SELECT
        b.band,
        COUNT(*) AS issues,
        COUNT(*) FILTER (WHERE NOT b.is_due AND b.due_at IS NOT NULL) AS not_due,
        COUNT(*) FILTER (WHERE b.is_due) AS overdue,
        COUNT(*) FILTER (WHERE b.due_at IS NULL) AS no_due,
        MAX(b.days_open) AS longest_days
    FROM banded AS b
    GROUP BY b.band
)

SELECT
    b.band,
    COALESCE(n.issues, 0) AS issues,
    COALESCE(n.not_due, 0) AS not_due,
    COALESCE(n.overdue, 0) AS overdue,
    COALESCE(n.no_due, 0) AS no_due,
    CAST(n.longest_days AS BIGINT) AS longest_days
FROM bands AS b
LEFT JOIN counted AS n ON b.band = n.band
WHERE EXISTS (SELECT 1 FROM scoped.issue_rectification)
ORDER BY b.place
