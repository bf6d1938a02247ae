-- title:   一个县级问题下, 各乡镇认领的问题
-- grain:   one row per issue that a township holds under it, found by the month's end; open ones first
-- params:  $month DATE
--          $issue VARCHAR           issue_id of the county's
--          $issue_group VARCHAR?     open, closed or unproved (closed without evidence or verification)
-- columns: issue_id VARCHAR, town_name VARCHAR, problem VARCHAR, issue_state VARCHAR, resp_unit VARCHAR,
--          claimed_at DATE, due_at DATE, submitted_at DATE, verified_at DATE, closed_at DATE, evidence_ref VARCHAR
-- units:   dates after the month's end are empty, state is that of the month's end
-- reads:   scoped.issue_rectification, scoped.division
WITH
clock AS (
    SELECT
        CAST($month + INTERVAL '1' MONTH AS DATE) AS next_month,
        CAST($month + INTERVAL '1' MONTH - INTERVAL '1' DAY AS DATE) AS month_end,
        CAST(DATE_TRUNC('year', CAST($month AS DATE)) AS DATE) AS new_year
),

children AS (
    SELECT
        i.issue_id,
        i.town_code,
        i.content,
        i.resp_unit,
        i.due_at,
        CASE WHEN TRIM(i.evidence_ref) <> '' THEN i.evidence_ref END AS evidence_ref,
        CASE WHEN i.claimed_at < c.next_month THEN i.claimed_at END AS claimed_at,
        CASE WHEN i.submitted_at < c.next_month THEN i.submitted_at END AS submitted_at,
        CASE WHEN i.verified_at < c.next_month THEN i.verified_at END AS verified_at,
        CASE WHEN i.closed_at < c.next_month THEN i.closed_at END AS closed_at,
        COALESCE(i.closed_at < c.next_month AND i.state <> 'reopened', FALSE) AS is_closed,
        CASE
            WHEN i.closed_at < c.next_month AND i.state = 'reopened' THEN 'reopened'
            WHEN i.closed_at < c.next_month THEN 'closed'
            WHEN i.claimed_at < c.next_month AND i.state = 'long_term' THEN 'long_term'
            WHEN i.verified_at < c.next_month THEN 'verified'
            WHEN i.submitted_at < c.next_month THEN 'submitted'
            WHEN i.claimed_at < c.next_month AND i.state = 'claimed' THEN 'claimed'
            WHEN i.claimed_at < c.next_month THEN 'rectifying'
            ELSE 'found'
        END AS state
    FROM scoped.issue_rectification AS i
    INNER JOIN clock AS c ON i.found_at < c.next_month
    WHERE i.parent_issue_id = $issue
)

SELECT
    n.issue_id,
    t.short_name AS town_name,
    n.content AS problem,
    n.state AS issue_state,
    n.resp_unit,
    n.claimed_at,
    n.due_at,
    n.submitted_at,
    n.verified_at,
    n.closed_at,
    n.evidence_ref
FROM children AS n
LEFT JOIN scoped.division AS t ON n.town_code = t.division_code
WHERE
    $issue_group IS NULL
    OR ($issue_group = 'open' AND NOT n.is_closed)
    OR ($issue_group = 'closed' AND n.is_closed)
    OR ($issue_group = 'unproved' AND n.is_closed AND (n.evidence_ref IS NULL OR n.verified_at IS NULL))
ORDER BY
    CASE WHEN n.is_closed THEN 1 ELSE 0 END,
    n.issue_id
