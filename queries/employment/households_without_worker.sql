-- title:   有劳动力而本月无人务工的脱贫户和监测对象
-- grain:   one row per household with labour of a township that reported work in the month; monitored ones first
-- params:  $area VARCHAR              county, township or village
--          $month DATE                first day of the month
--          $monitored BOOLEAN?        true: only monitored households whose risk is not cleared
--          $limit INTEGER             rows of one page of the list
--          $offset INTEGER            rows to leave out before it
-- columns: hh_key VARCHAR, town_name VARCHAR, village_name VARCHAR, head_name VARCHAR, hh_type VARCHAR,
--          mon_type VARCHAR, risk_status VARCHAR, hh_persons INTEGER, labour_persons BIGINT, last_worked DATE,
--          total_rows BIGINT, total_persons BIGINT
-- units:   hh_persons, labour_persons = 人 (labour: 技能, 普通, 弱 or 半劳动力); last_worked = the latest of the twelve
--          months before in which anybody of the household worked, empty when there is none; total_* = the whole filter
-- reads:   scoped.household_month, scoped.person_month, scoped.employment_month, scoped.division
WITH
counted AS (
    SELECT division_code AS town_code
    FROM scoped.division
    WHERE
        level = 4
        AND (LENGTH($area) > 6 OR in_county_total)
),

this_month AS (
    SELECT
        town_code,
        hh_key,
        MAX(CASE WHEN working THEN 1 ELSE 0 END) AS has_worker
    FROM scoped.employment_month
    WHERE
        stat_month = $month
        AND town_code LIKE SUBSTR($area, 1, 9) || '%'
    GROUP BY
        town_code,
        hh_key
),

reporting AS (
    SELECT DISTINCT town_code
    FROM this_month
),

idle AS (
    SELECT
        h.hh_key,
        h.town_code,
        h.division_code,
        h.head_name,
        h.hh_type,
        h.mon_type,
        h.risk_status,
        h.hh_persons
    FROM scoped.household_month AS h
    INNER JOIN reporting AS r ON h.town_code = r.town_code
    INNER JOIN counted AS n ON h.town_code = n.town_code
    LEFT JOIN this_month AS w ON h.hh_key = w.hh_key
    WHERE
        h.stat_month = $month
        AND h.division_code LIKE $area || '%'
        AND NOT h.is_no_labour
        AND (h.hh_type = 'alleviated' OR h.mon_type IS NOT NULL)
        AND COALESCE(w.has_worker, 0) = 0
        AND ($monitored IS NULL OR NOT $monitored OR h.risk_status = 'active')
),

page AS (
    SELECT
        i.hh_key,
        i.town_code,
        i.division_code,
        i.head_name,
        i.hh_type,
        i.mon_type,
        i.risk_status,
        i.hh_persons,
        CASE i.risk_status WHEN 'active' THEN 0 WHEN 'cleared' THEN 1 ELSE 2 END AS urgency,
        COUNT(*) OVER () AS total_rows,
        SUM(i.hh_persons) OVER () AS total_persons
    FROM idle AS i
    ORDER BY
        CASE i.risk_status WHEN 'active' THEN 0 WHEN 'cleared' THEN 1 ELSE 2 END,
        i.division_code,
        i.hh_key
    LIMIT $limit OFFSET $offset
),

worked AS (
    SELECT
        e.hh_key,
        MAX(e.stat_month) AS last_worked
    FROM scoped.employment_month AS e
    INNER JOIN page AS g ON e.hh_key = g.hh_key
    WHERE
        e.working
        AND e.stat_month < $month
        AND e.stat_month >= CAST($month - INTERVAL '12' MONTH AS DATE)
    GROUP BY e.hh_key
),

labour AS (
    SELECT
        p.hh_key,
        COUNT(*) AS persons
    FROM scoped.person_month AS p
    INNER JOIN page AS g ON p.hh_key = g.hh_key
    WHERE
        p.stat_month = $month
        AND p.in_household
        AND p.labour IN ('skilled', 'ordinary', 'weak')
    GROUP BY p.hh_key
)

SELECT
    g.hh_key,
    t.short_name AS town_name,
    v.short_name AS village_name,
    g.head_name,
    g.hh_type,
    g.mon_type,
    g.risk_status,
    g.hh_persons,
    CAST(b.persons AS BIGINT) AS labour_persons,
    w.last_worked,
    CAST(g.total_rows AS BIGINT) AS total_rows,
    CAST(g.total_persons AS BIGINT) AS total_persons
FROM page AS g
LEFT JOIN labour AS b ON g.hh_key = b.hh_key
LEFT JOIN worked AS w ON g.hh_key = w.hh_key
LEFT JOIN scoped.division AS t ON g.town_code = t.division_code
LEFT JOIN scoped.division AS v ON g.division_code = v.division_code
ORDER BY
    g.urgency,
    g.division_code,
    g.hh_key
