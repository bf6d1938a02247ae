-- title:   同类问题: 各乡镇今年发现的、说法相同的问题
-- grain:   one row per issue of the county's townships, found this year so far, that says the same as the one named
-- params:  $area VARCHAR            any area of the county
--          $month DATE
--          $issue VARCHAR           issue_id of one of them
--          $issue_group VARCHAR?     open, reopened, or self_found
-- columns: issue_id VARCHAR, town_name VARCHAR, issue_source VARCHAR, problem VARCHAR, issue_state VARCHAR,
--          found_at DATE, due_at DATE, closed_at DATE, resp_unit VARCHAR
-- units:   dates after the month's end are empty, state is that of the month's end
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
        i.content,
        i.resp_unit,
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
        i.found_at,
        i.due_at,
        CASE WHEN i.closed_at < c.next_month THEN i.closed_at END AS closed_at,
        COALESCE(i.closed_at < c.next_month AND i.state <> 'reopened', FALSE) AS is_closed,
        COALESCE(i.closed_at < c.next_month, FALSE) AND COALESCE(i.reopened_count, 0) > 0 AS is_reopened
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
        i.town_code LIKE SUBSTR($area, 1, 6) || '%'
        AND SUBSTR(i.town_code, 7, 3) <> '000'
        AND i.town_code NOT IN (SELECT o.division_code FROM outside AS o)
        AND i.found_at >= c.new_year
)

SELECT
    l.issue_id,
    t.short_name AS town_name,
    l.source AS issue_source,
    l.content AS problem,
    l.state AS issue_state,
    l.found_at,
    l.due_at,
    l.closed_at,
    l.resp_unit
FROM ledger AS l
INNER JOIN ledger AS this_one ON l.content = this_one.content AND this_one.issue_id = $issue
LEFT JOIN scoped.division AS t ON l.town_code = t.division_code
WHERE
    $issue_group IS NULL
    OR ($issue_group = 'open' AND NOT l.is_closed)
    OR ($issue_group = 'reopened' AND l.is_reopened)
    OR ($issue_group = 'self_found' AND l.source = 'self_check')
ORDER BY
    l.town_code,
    l.issue_id
