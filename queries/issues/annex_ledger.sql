-- title:   附件1 问题排查整改台账: 台账的每个问题
-- grain:   one row per issue of the ledger of the month, in the order of their deadlines
-- params:  $area VARCHAR, $month DATE
-- columns: issue_id VARCHAR, town_name VARCHAR, village_name VARCHAR, source VARCHAR, source_doc VARCHAR,
--          aspect VARCHAR, content VARCHAR, measures INTEGER, long_term BOOLEAN, resp_unit VARCHAR,
--          resp_person VARCHAR, supervisor VARCHAR, found_at DATE, claimed_at DATE, due_at DATE, submitted_at DATE,
--          verified_at DATE, closed_at DATE, evidence_ref VARCHAR, state VARCHAR, note VARCHAR, days BIGINT,
--          days_late BIGINT
-- units:   measures = 条; dates after the month's end are empty, state is that of the month's end; days = 天 from
--          claim to closing of a closed issue, from the finding to the month's end of another; days_late = past the
--          deadline. note: no_evidence, no_check (closed without), overdue, no_due (claimed without a deadline) or ''
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
        i.parent_issue_id,
        i.town_code,
        i.division_code,
        i.source,
        i.source_doc,
        i.source_year,
        i.aspect,
        i.content,
        i.resp_unit,
        i.resp_person,
        i.supervisor,
        i.measures,
        i.long_term,
        i.found_at,
        CASE WHEN i.claimed_at < c.next_month THEN i.claimed_at END AS claimed_at,
        i.due_at,
        CASE WHEN i.submitted_at < c.next_month THEN i.submitted_at END AS submitted_at,
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
        UNIX_DATE(i.closed_at) - UNIX_DATE(i.claimed_at) AS days_taken,
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
)

SELECT
    l.issue_id,
    t.short_name AS town_name,
    v.short_name AS village_name,
    l.source,
    l.source_doc,
    l.aspect,
    l.content,
    l.measures,
    l.long_term,
    l.resp_unit,
    l.resp_person,
    l.supervisor,
    l.found_at,
    l.claimed_at,
    l.due_at,
    l.submitted_at,
    l.verified_at,
    l.closed_at,
    l.evidence_ref,
    l.state,
    CASE
        WHEN l.is_closed AND l.no_evidence AND l.no_check THEN 'no_evidence_no_check'
        WHEN l.is_closed AND l.no_evidence THEN 'no_evidence'
        WHEN l.is_closed AND l.no_check THEN 'no_check'
        WHEN NOT l.is_closed AND l.is_due THEN 'overdue'
        WHEN NOT l.is_closed AND l.due_at IS NULL AND l.is_claimed THEN 'no_due'
        ELSE ''
    END AS note,
    CAST(CASE WHEN l.is_closed THEN l.days_taken ELSE l.days_open END AS BIGINT) AS days,
    CAST(CASE WHEN NOT l.is_closed AND l.is_due THEN l.days_late END AS BIGINT) AS days_late
FROM ledger AS l
LEFT JOIN scoped.division AS t ON l.town_code = t.division_code
LEFT JOIN scoped.division AS v ON l.division_code = v.division_code
ORDER BY
    l.town_code,
    l.found_at,
    l.issue_id
