-- title:   问题整改按下一级区划: 认领、销号、缺佐证、未销号、超期、天数
-- grain:   one row per township of a county (also one without an issue), or per village of a township that has one;
--          place 'unplaced' = issues of the township that name no village
-- params:  $area VARCHAR            county or township (or a village: itself)
--          $month DATE
-- columns: area_code VARCHAR, place VARCHAR, area_name VARCHAR, issues BIGINT, of_year BIGINT, claimed BIGINT,
--          closed BIGINT, unproved BIGINT, proved BIGINT, open_now BIGINT, on_time BIGINT, overdue BIGINT,
--          reopened BIGINT, claimed_proved BIGINT, close_rate DOUBLE, proved_rate DOUBLE,
--          days DOUBLE
-- units:   个. issues = found in the year so far, or not closed at its start (came back: not closed); of_year = those of
--          the year. closed = by the month's end; unproved = closed without evidence or without verification, proved =
--          the others closed; on_time = open and not past its deadline; proved + unproved + on_time + overdue = issues.
--          close_rate = closed over claimed; proved_rate = claimed_proved (claimed, closed, evidence, verified) over
--          claimed; days = 天 from claim to closing, mean
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
        i.division_code,
        i.found_at >= c.new_year AS is_of_year,
        COALESCE(i.claimed_at < c.next_month, FALSE) AS is_claimed,
        COALESCE(i.closed_at < c.next_month AND i.state <> 'reopened', FALSE) AS is_closed,
        COALESCE(i.closed_at < c.next_month, FALSE) AND COALESCE(i.reopened_count, 0) > 0 AS is_reopened,
        COALESCE(i.due_at < c.next_month, FALSE) AS is_due,
        TRIM(COALESCE(i.evidence_ref, '')) = '' AS no_evidence,
        NOT COALESCE(i.verified_at < c.next_month, FALSE) AS no_check,
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
),

grouped AS (
    SELECT
        CASE WHEN LENGTH($area) = 6 THEN l.town_code ELSE COALESCE(l.division_code, l.town_code) END AS area_code,
        CASE WHEN LENGTH($area) > 6 AND l.division_code IS NULL THEN 'unplaced' ELSE 'place' END AS place,
        COUNT(*) AS issues,
        COUNT(*) FILTER (WHERE l.is_of_year) AS of_year,
        COUNT(*) FILTER (WHERE l.is_claimed) AS claimed,
        COUNT(*) FILTER (WHERE l.is_closed) AS closed,
        COUNT(*) FILTER (WHERE l.is_closed AND (l.no_evidence OR l.no_check)) AS unproved,
        COUNT(*) FILTER (WHERE l.is_closed AND NOT (l.no_evidence OR l.no_check)) AS proved,
        COUNT(*) FILTER (WHERE NOT l.is_closed) AS open_now,
        COUNT(*) FILTER (WHERE NOT l.is_closed AND NOT l.is_due) AS on_time,
        COUNT(*) FILTER (WHERE NOT l.is_closed AND l.is_due) AS overdue,
        COUNT(*) FILTER (WHERE l.is_reopened) AS reopened,
        COUNT(*) FILTER (WHERE l.is_claimed AND l.is_closed) AS claimed_closed,
        COUNT(*) FILTER (WHERE l.is_claimed AND l.is_closed AND NOT (l.no_evidence OR l.no_check)) AS claimed_proved,
        AVG(CAST(CASE WHEN l.is_closed THEN l.days_taken END AS DOUBLE)) AS days
    FROM ledger AS l
    GROUP BY
        CASE WHEN LENGTH($area) = 6 THEN l.town_code ELSE COALESCE(l.division_code, l.town_code) END,
        CASE WHEN LENGTH($area) > 6 AND l.division_code IS NULL THEN 'unplaced' ELSE 'place' END
),

places AS (
    SELECT
        g.area_code,
        g.place
    FROM grouped AS g
    UNION
    SELECT
        t.division_code AS area_code,
        'place' AS place
    FROM scoped.division AS t
    WHERE
        LENGTH($area) = 6
        AND t.level = 4
        AND t.in_county_total
        AND t.division_code LIKE $area || '%'
        AND EXISTS (SELECT 1 FROM grouped)
)

SELECT
    p.area_code,
    p.place,
    d.name AS area_name,
    COALESCE(g.issues, 0) AS issues,
    COALESCE(g.of_year, 0) AS of_year,
    COALESCE(g.claimed, 0) AS claimed,
    COALESCE(g.closed, 0) AS closed,
    COALESCE(g.unproved, 0) AS unproved,
    COALESCE(g.proved, 0) AS proved,
    COALESCE(g.open_now, 0) AS open_now,
    COALESCE(g.on_time, 0) AS on_time,
    COALESCE(g.overdue, 0) AS overdue,
    COALESCE(g.reopened, 0) AS reopened,
    COALESCE(g.claimed_proved, 0) AS claimed_proved,
    CAST(g.claimed_closed AS DOUBLE) / NULLIF(g.claimed, 0) AS close_rate,
    CAST(g.claimed_proved AS DOUBLE) / NULLIF(g.claimed, 0) AS proved_rate,
    g.days
FROM places AS p
LEFT JOIN grouped AS g ON p.area_code = g.area_code AND p.place = g.place
LEFT JOIN scoped.division AS d ON p.area_code = d.division_code
ORDER BY
    overdue DESC,
    open_now DESC,
    p.area_code ASC,
    p.place ASC
