-- title:   问题整改: 来源与乡镇对照
-- grain:   one row per township and source that has an issue in the ledger of the month
-- params:  $area VARCHAR, $month DATE
-- columns: area_code VARCHAR, area_name VARCHAR, source VARCHAR, issues BIGINT, open_now BIGINT, overdue BIGINT,
--          unproved BIGINT
-- units:   个
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
        i.town_code,
        i.source,
        COALESCE(i.closed_at < c.next_month AND i.state <> 'reopened', FALSE) AS is_closed,
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
        i.town_code LIKE SUBSTR($area, 1, 9) || '%'
        AND SUBSTR(i.town_code, 7, 3) <> '000'
        AND (LENGTH($area) < 12 OR i.division_code = $area)
        AND (LENGTH($area) > 6 OR i.town_code NOT IN (SELECT o.division_code FROM outside AS o))
)

SELECT
    l.town_code AS area_code,
    d.name AS area_name,
    l.source,
    COUNT(*) AS issues,
    COUNT(*) FILTER (WHERE NOT l.is_closed) AS open_now,
    COUNT(*) FILTER (WHERE NOT l.is_closed AND l.is_due) AS overdue,
    COUNT(*) FILTER (WHERE l.is_closed AND (l.no_evidence OR l.no_check)) AS unproved
FROM ledger AS l
LEFT JOIN scoped.division AS d ON l.town_code = d.division_code
GROUP BY
    l.town_code,
    d.name,
    l.source
ORDER BY
    l.town_code,
    l.source
