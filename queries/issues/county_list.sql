-- title:   县级问题清单, 附乡镇认领情况
-- grain:   one row per issue that the county holds for itself, of the ledger of the month; open ones first
-- params:  $area VARCHAR            any area of the county
--          $month DATE
--          $source VARCHAR?         'all', or NULL, means every source
-- columns: issue_id VARCHAR, source VARCHAR, source_doc VARCHAR, aspect VARCHAR, content VARCHAR, resp_unit VARCHAR,
--          found_at DATE, due_at DATE, closed_at DATE, state VARCHAR, note VARCHAR, towns BIGINT, children BIGINT,
--          children_closed BIGINT, children_open BIGINT, children_unproved BIGINT
-- units:   children = 个 issues that townships claimed under it (by the month's end); towns = how many townships; note
--          as in the ledger, or closed_before_towns: the county closed it while a township's copy is open
-- reads:   scoped.issue_rectification
WITH
clock AS (
    SELECT
        CAST($month + INTERVAL '1' MONTH AS DATE) AS next_month,
        CAST($month + INTERVAL '1' MONTH - INTERVAL '1' DAY AS DATE) AS month_end,
        CAST(DATE_TRUNC('year', CAST($month AS DATE)) AS DATE) AS new_year
),

ledger AS (
    SELECT
        i.issue_id,
        i.source,
        i.source_doc,
        i.aspect,
        i.content,
        i.resp_unit,
        i.found_at,
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
        COALESCE(i.closed_at < c.next_month AND i.state <> 'reopened', FALSE) AS is_closed,
        COALESCE(i.claimed_at < c.next_month, FALSE) AS is_claimed,
        COALESCE(i.due_at < c.next_month, FALSE) AS is_due,
        TRIM(COALESCE(i.evidence_ref, '')) = '' AS no_evidence,
        NOT COALESCE(i.verified_at < c.next_month, FALSE) AS no_check
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
        i.town_code = SUBSTR($area, 1, 6) || '000'
        AND ($source IS NULL OR $source = 'all' OR i.source = $source)
),

children AS (
    SELECT
        i.parent_issue_id,
        COUNT(DISTINCT i.town_code) AS towns,
        COUNT(*) AS children,
        COUNT(*) FILTER (WHERE i.closed_at < c.next_month AND i.state <> 'reopened') AS closed,
        COUNT(*) FILTER (
            WHERE
            i.closed_at < c.next_month
            AND i.state <> 'reopened'
            AND (TRIM(COALESCE(i.evidence_ref, '')) = '' OR NOT COALESCE(i.verified_at < c.next_month, FALSE))
        ) AS unproved
    FROM scoped.issue_rectification AS i
    INNER JOIN clock AS c ON i.found_at < c.next_month
    WHERE i.parent_issue_id IS NOT NULL
    GROUP BY i.parent_issue_id
)

SELECT
    l.issue_id,
    l.source,
    l.source_doc,
    l.aspect,
    l.content,
    l.resp_unit,
    l.found_at,
    l.due_at,
    l.closed_at,
    l.state,
    CASE
        WHEN l.is_closed AND n.children > n.closed THEN 'closed_before_towns'
        WHEN l.is_closed AND l.no_evidence AND l.no_check THEN 'no_evidence_no_check'
        WHEN l.is_closed AND l.no_evidence THEN 'no_evidence'
        WHEN l.is_closed AND l.no_check THEN 'no_check'
        WHEN NOT l.is_closed AND l.is_due THEN 'overdue'
        ELSE ''
    END AS note,
    COALESCE(n.towns, 0) AS towns,
    COALESCE(n.children, 0) AS children,
    COALESCE(n.closed, 0) AS children_closed,
    COALESCE(n.children - n.closed, 0) AS children_open,
    COALESCE(n.unproved, 0) AS children_unproved
FROM ledger AS l
LEFT JOIN children AS n ON l.issue_id = n.parent_issue_id
ORDER BY
    CASE WHEN l.is_closed THEN 1 ELSE 0 END,
    COALESCE(n.children - n.closed, 0) DESC,
    l.issue_id ASC
