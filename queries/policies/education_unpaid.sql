-- title:   应享受而没有发放的教育资助
-- grain:   one row per person, term and scheme of the year, the longest first; cut at $limit
-- params:  $area VARCHAR, $month DATE
--          $limit INTEGER, $offset INTEGER
-- columns: hh_key VARCHAR, town_name VARCHAR, village_name VARCHAR, scheme VARCHAR, stage VARCHAR, term VARCHAR,
--          standard DOUBLE, days INTEGER, is_overdue BOOLEAN, total_rows BIGINT, total_overdue BIGINT
-- units:   standard = 元 a term, NULL without one; days = 天 from the term's beginning (1 March, 1 September) to the
--          month's end; is_overdue = more than the threshold aid_unpaid_days; total_* = over the whole list
-- reads:   scoped.education_aid, scoped.aid_standard, scoped.threshold, scoped.division
WITH outside AS (
    SELECT division_code
    FROM scoped.division
    WHERE
        level = 4
        AND NOT in_county_total
        AND LENGTH($area) = 6
),

clock AS (
    SELECT
        CAST(EXTRACT(YEAR FROM CAST($month AS DATE)) AS INTEGER) AS year_no,
        CAST(EXTRACT(MONTH FROM CAST($month AS DATE)) AS INTEGER) AS month_no,
        CAST($month + INTERVAL '1' MONTH AS DATE) AS next_month
),

days_rule AS (
    SELECT MAX(warn) AS days
    FROM (
        SELECT warn
        FROM scoped.threshold
        WHERE
            name = 'aid_unpaid_days'
            AND LENGTH(COALESCE(division_code, '')) <= 6
            AND COALESCE(year, EXTRACT(YEAR FROM CAST($month AS DATE))) = EXTRACT(YEAR FROM CAST($month AS DATE))
        ORDER BY LENGTH(COALESCE(division_code, '')) DESC, COALESCE(year, 0) DESC, threshold_id ASC
        LIMIT 1
    ) AS nearest_rule
),

nearest AS (
    SELECT
        a.stage,
        a.scheme,
        CAST(a.amount_term AS DOUBLE) AS amount_term,
        RANK() OVER (PARTITION BY a.stage, a.scheme ORDER BY LENGTH(COALESCE(a.division_code, '')) DESC) AS nearness
    FROM scoped.aid_standard AS a
    INNER JOIN clock AS c
        ON
            COALESCE(a.year, c.year_no) = c.year_no
            AND COALESCE(a.valid_from < c.next_month, TRUE)
            AND COALESCE(a.valid_to >= $month, TRUE)
),

unpaid AS (
    SELECT
        e.person_id,
        e.hh_key,
        e.town_code,
        e.division_code,
        e.scheme,
        e.stage,
        e.term,
        n.amount_term,
        UNIX_DATE(c.next_month) - 1
        - UNIX_DATE(
            CAST(CONCAT(CAST(e.year AS VARCHAR), CASE e.term WHEN 'spring' THEN '-03-01' ELSE '-09-01' END) AS DATE)
        ) AS days
    FROM scoped.education_aid AS e
    INNER JOIN clock AS c
        ON
            e.year = c.year_no
            AND (e.term = 'spring' OR c.month_no >= 9)
    LEFT JOIN nearest AS n
        ON
            e.scheme = n.scheme
            AND e.stage = COALESCE(n.stage, e.stage)
            AND n.nearness = 1
    WHERE
        e.entitled
        AND NOT COALESCE(e.paid_at < c.next_month, FALSE)
        AND e.division_code LIKE $area || '%'
        AND e.town_code NOT IN (SELECT o.division_code FROM outside AS o)
)

SELECT
    u.hh_key,
    t.short_name AS town_name,
    v.short_name AS village_name,
    u.scheme,
    u.stage,
    u.term,
    u.amount_term AS standard,
    CAST(u.days AS INTEGER) AS days,
    u.days > r.days AS is_overdue,
    CAST(COUNT(*) OVER () AS BIGINT) AS total_rows,
    CAST(COUNT(CASE WHEN u.days > r.days THEN 1 END) OVER () AS BIGINT) AS total_overdue
FROM unpaid AS u
CROSS JOIN days_rule AS r
LEFT JOIN scoped.division AS t ON u.town_code = t.division_code
LEFT JOIN scoped.division AS v ON u.division_code = v.division_code
ORDER BY
    u.days DESC,
    u.division_code ASC,
    u.person_id ASC,
    u.scheme ASC
LIMIT $limit OFFSET $offset
