-- title:   问题整改指标背后的每个问题: 计入的, 和没有计入的及原因
-- grain:   one row per issue of the ledger of the month; amount adds up to the figure over the rows without dropped_by
-- params:  $area VARCHAR, $month DATE
--          $indicator VARCHAR       an issue_ indicator, whole or by source
-- columns: issue_id VARCHAR, town_name VARCHAR, issue_source VARCHAR, aspect VARCHAR, problem VARCHAR, found_at DATE,
--          claimed_at DATE, due_at DATE, closed_at DATE, issue_state VARCHAR, amount DOUBLE, dropped_by VARCHAR
-- units:   amount = 1 an issue; of issue_days the days from claim to closing
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
        i.issue_id,
        i.town_code,
        i.source,
        i.aspect,
        i.content,
        i.found_at,
        CASE WHEN i.claimed_at < c.next_month THEN i.claimed_at END AS claimed_at,
        i.due_at,
        CASE WHEN i.closed_at < c.next_month THEN i.closed_at END AS closed_at,
        CASE
            WHEN i.closed_at < c.next_month AND i.state = 'reopened' THEN 'reopened'
            WHEN i.closed_at < c.next_month THEN 'closed'
            WHEN i.claimed_at < c.next_month AND i.state = 'long_term' THEN 'long_term'
            WHEN i.verified_at < c.next_month THEN 'verified'
            WHEN i.submitted_at < c.next_month THEN 'submitted'
            WHEN i.claimed_at < c.next_month AND i.state = 'claimed' THEN 'claimed'
            WHEN i.claimed_at < c.next_month THEN 'rectifying'
            ELSE 'found'
        END AS state,
        i.found_at >= c.new_year AS is_of_year,
        COALESCE(i.claimed_at < c.next_month, FALSE) AS is_claimed,
        COALESCE(i.closed_at < c.next_month AND i.state <> 'reopened', FALSE) AS is_closed,
        COALESCE(i.closed_at < c.next_month, FALSE) AND COALESCE(i.reopened_count, 0) > 0 AS is_reopened,
        COALESCE(i.due_at < c.next_month, FALSE) AS is_due,
        UNIX_DATE(i.closed_at) - UNIX_DATE(i.claimed_at) AS days_taken
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
)

SELECT
    l.issue_id,
    t.short_name AS town_name,
    l.source AS issue_source,
    l.aspect,
    l.content AS problem,
    l.found_at,
    l.claimed_at,
    l.due_at,
    l.closed_at,
    l.state AS issue_state,
    CASE WHEN $indicator LIKE 'issue_days%' THEN COALESCE(CAST(l.days_taken AS DOUBLE), 0.0E0) ELSE 1.0E0 END AS amount,
    CASE
        WHEN $indicator LIKE '%.%' AND $indicator NOT LIKE '%.' || l.source THEN 'other_source'
        WHEN $indicator LIKE 'issue_items%' AND NOT l.is_of_year THEN 'issue_of_earlier_year'
        WHEN $indicator LIKE 'issue_items_closed%' AND NOT l.is_closed THEN 'issue_open'
        WHEN $indicator IN ('issue_open', 'issue_overdue') AND l.is_closed THEN 'issue_closed'
        WHEN $indicator = 'issue_overdue' AND NOT l.is_due THEN 'issue_not_due'
        WHEN $indicator IN ('issue_close_rate', 'issue_days') AND NOT l.is_claimed THEN 'issue_not_claimed'
        WHEN $indicator IN ('issue_close_rate', 'issue_days') AND NOT l.is_closed THEN 'issue_open'
        WHEN $indicator = 'issue_reopen_rate' AND NOT l.is_reopened THEN 'issue_not_reopened'
    END AS dropped_by
FROM ledger AS l
LEFT JOIN scoped.division AS t ON l.town_code = t.division_code
ORDER BY l.issue_id
