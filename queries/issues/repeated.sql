-- title:   举一反三: 同类问题出现在几个乡镇
-- grain:   one row per problem (same words) that three or more townships of the county found this year so far
-- params:  $area VARCHAR            any area of the county; a township's own viewer sees none
--          $month DATE
-- columns: issue_id VARCHAR, aspect VARCHAR, content VARCHAR, towns BIGINT, issues BIGINT, sources BIGINT,
--          self_found BIGINT, open_now BIGINT, reopened BIGINT
-- units:   issue_id = one of them, by which the others are found; towns = 个 townships; self_found = 个 found by
--          townships themselves; reopened = 个 closed and come back (回头看)
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
    MIN(l.issue_id) AS issue_id,
    MIN(l.aspect) AS aspect,
    l.content,
    COUNT(DISTINCT l.town_code) AS towns,
    COUNT(*) AS issues,
    COUNT(DISTINCT l.source) AS sources,
    COUNT(*) FILTER (WHERE l.source = 'self_check') AS self_found,
    COUNT(*) FILTER (WHERE NOT l.is_closed) AS open_now,
    COUNT(*) FILTER (WHERE l.is_reopened) AS reopened
FROM ledger AS l
GROUP BY l.content
HAVING COUNT(DISTINCT l.town_code) >= 3
ORDER BY
    towns DESC,
    issues DESC,
    issue_id ASC
