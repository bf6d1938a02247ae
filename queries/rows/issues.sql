-- title:   问题整改数字背后的每个问题
-- grain:   one row per issue of the ledger of the month that was counted
-- params:  $area VARCHAR            county, township, or village (issues that name the village)
--          $month DATE
--          $issue_source VARCHAR?    'all', or NULL, means every source
--          $issue_group VARCHAR?     of_year, claimed, closed, proved, unproved, open, on_time, overdue,
--                                   not_due, no_due, reopened; NULL means every issue
--          $issue_age VARCHAR?       days since the finding: d30, d60, d90, d180, more
--          $issue_place VARCHAR?     unplaced = only issues that name no village
-- columns: issue_id VARCHAR, town_name VARCHAR, issue_source VARCHAR, aspect VARCHAR, problem VARCHAR,
--          resp_unit VARCHAR, found_at DATE, claimed_at DATE, due_at DATE, verified_at DATE, closed_at DATE,
--          evidence_ref VARCHAR, issue_state VARCHAR, days_late BIGINT
-- units:   dates and state as of the month's end (later dates empty); days_late = 天 past the deadline, or 0
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
        i.division_code,
        i.source,
        i.aspect,
        i.content,
        i.resp_unit,
        i.found_at,
        CASE WHEN i.claimed_at < c.next_month THEN i.claimed_at END AS claimed_at,
        i.due_at,
        CASE WHEN i.verified_at < c.next_month THEN i.verified_at END AS verified_at,
        CASE WHEN i.closed_at < c.next_month THEN i.closed_at END AS closed_at,
        CASE WHEN TRIM(i.evidence_ref) <> '' THEN i.evidence_ref END AS evidence_ref,
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
        TRIM(COALESCE(i.evidence_ref, '')) = '' AS no_evidence,
        NOT COALESCE(i.verified_at < c.next_month, FALSE) AS no_check,
        UNIX_DATE(c.month_end) - UNIX_DATE(i.found_at) AS days_open,
        UNIX_DATE(c.month_end) - UNIX_DATE(i.due_at) AS days_late
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
        AND ($issue_source IS NULL OR $issue_source = 'all' OR i.source = $issue_source)
),

banded AS (
    SELECT
        l.issue_id,
        CASE
            WHEN l.days_open <= 30 THEN 'd30'
            WHEN l.days_open <= 60 THEN 'd60'
            WHEN l.days_open <= 90 THEN 'd90'
            WHEN l.days_open <= 180 THEN 'd180'
            ELSE 'more'
        END AS band
    FROM ledger AS l
)

SELECT
    l.issue_id,
    t.short_name AS town_name,
    l.source AS issue_source,
    l.aspect,
    l.content AS problem,
    l.resp_unit,
    l.found_at,
    l.claimed_at,
    l.due_at,
    l.verified_at,
    l.closed_at,
    l.evidence_ref,
    l.state AS issue_state,
    CAST(CASE WHEN NOT l.is_closed AND l.is_due THEN l.days_late ELSE 0 END AS BIGINT) AS days_late
FROM ledger AS l
INNER JOIN banded AS b ON l.issue_id = b.issue_id
LEFT JOIN scoped.division AS t ON l.town_code = t.division_code
WHERE
    (
        $issue_group IS NULL
        OR ($issue_group = 'of_year' AND l.is_of_year)
        OR ($issue_group = 'claimed' AND l.is_claimed)
        OR ($issue_group = 'closed' AND l.is_closed)
        OR ($issue_group = 'unproved' AND l.is_closed AND (l.no_evidence OR l.no_check))
        OR ($issue_group = 'proved' AND l.is_closed AND NOT (l.no_evidence OR l.no_check))
        OR ($issue_group = 'open' AND NOT l.is_closed)
        OR ($issue_group = 'on_time' AND NOT l.is_closed AND NOT l.is_due)
        OR ($issue_group = 'overdue' AND NOT l.is_closed AND l.is_due)
        OR ($issue_group = 'not_due' AND NOT l.is_closed AND NOT l.is_due AND l.due_at IS NOT NULL)
        OR ($issue_group = 'no_due' AND NOT l.is_closed AND l.due_at IS NULL)
        OR ($issue_group = 'reopened' AND l.is_reopened)
    )
    AND ($issue_age IS NULL OR b.band = $issue_age)
    AND ($issue_place IS NULL OR $issue_place = 'place' OR l.division_code IS NULL)
ORDER BY
    CASE
        WHEN NOT l.is_closed AND l.is_due THEN 0
        WHEN NOT l.is_closed THEN 1
        WHEN l.no_evidence OR l.no_check THEN 2
        ELSE 3
    END,
    l.due_at,
    l.issue_id
