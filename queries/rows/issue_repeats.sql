-- title:   同类问题跨乡镇背后的每类问题: 计入的, 和没有计入的及原因
-- grain:   one row per problem (same words) of the county's townships, found this year so far
-- params:  $area VARCHAR, $month DATE
--          $indicator VARCHAR       issue_repeat
-- columns: problem VARCHAR, aspect VARCHAR, towns BIGINT, issues BIGINT, amount DOUBLE, dropped_by VARCHAR
-- units:   towns = 个 townships that have it; amount = 1 a problem
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
        i.aspect,
        i.content
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
    l.content AS problem,
    MIN(l.aspect) AS aspect,
    COUNT(DISTINCT l.town_code) AS towns,
    COUNT(*) AS issues,
    1.0E0 AS amount,
    CASE WHEN COUNT(DISTINCT l.town_code) < 3 THEN 'few_towns' END AS dropped_by
FROM ledger AS l
WHERE $indicator = 'issue_repeat'
GROUP BY l.content
ORDER BY
    towns DESC,
    l.content ASC
