-- title:   住房有隐患, 或者饮水没有解决的户
-- grain:   one row per household, the longest first; cut at $limit
-- params:  $area VARCHAR, $month DATE
--          $kind VARCHAR            house: 危房户或房屋等级C、D; water: 安全饮用水未解决
--          $from_month DATE         how far back the first month is looked for
--          $limit INTEGER, $offset INTEGER
-- columns: hh_key VARCHAR, town_name VARCHAR, village_name VARCHAR, hh_type VARCHAR, mon_type VARCHAR,
--          hh_persons INTEGER, house_dilapidated BOOLEAN, house_grade VARCHAR, measure VARCHAR,
--          measure_status VARCHAR, measure_start DATE, since DATE, days INTEGER, total_rows BIGINT,
--          total_persons BIGINT
-- units:   hh_persons = 人; measure = what was begun last by the month's end for the house or the water, NULL without
--          any; since = first day of the first month with the fault; days = 天 to the month's end; total_* = over the
--          whole list
-- reads:   scoped.household_month, scoped.measure, scoped.division, mart.household_history
WITH outside AS (
    SELECT division_code
    FROM scoped.division
    WHERE
        level = 4
        AND NOT in_county_total
        AND LENGTH($area) = 6
),

found AS (
    SELECT
        hh_id,
        hh_key,
        town_code,
        division_code,
        hh_type,
        mon_type,
        hh_persons,
        house_dilapidated,
        house_grade
    FROM scoped.household_month
    WHERE
        stat_month = $month
        AND (
            ($kind = 'house' AND (COALESCE(house_dilapidated, FALSE) OR COALESCE(house_grade, '') IN ('C', 'D')))
            OR ($kind = 'water' AND NOT water_safe)
        )
        AND division_code LIKE $area || '%'
        AND town_code NOT IN (SELECT o.division_code FROM outside AS o)
),

before AS (
    SELECT
        p.hh_key,
        MIN(p.stat_month) AS first_seen,
        MAX(
            CASE
                WHEN
                    $kind = 'house'
                    AND NOT (COALESCE(p.house_dilapidated, FALSE) OR COALESCE(p.house_grade, '') IN ('C', 'D'))
                    THEN p.stat_month
                WHEN $kind = 'water' AND COALESCE(p.water_safe, TRUE) THEN p.stat_month
            END
        ) AS last_sound
    FROM mart.household_history AS p
    INNER JOIN found AS f ON p.hh_key = f.hh_key
    WHERE p.stat_month BETWEEN $from_month AND $month
    GROUP BY p.hh_key
),

begun AS (
    SELECT
        m.hh_key,
        m.sub,
        m.category,
        m.start_date,
        CASE WHEN m.end_date < CAST($month + INTERVAL '1' MONTH AS DATE) THEN 'done' ELSE 'ongoing' END AS status,
        ROW_NUMBER() OVER (PARTITION BY m.hh_key ORDER BY m.start_date DESC, m.measure_id ASC) AS place
    FROM scoped.measure AS m
    WHERE
        m.status <> 'planned'
        AND m.start_date < CAST($month + INTERVAL '1' MONTH AS DATE)
        AND m.category = CASE WHEN $kind = 'house' THEN 'housing' ELSE 'water' END
),

dated AS (
    SELECT
        f.hh_key,
        f.town_code,
        f.division_code,
        f.hh_type,
        f.mon_type,
        f.hh_persons,
        f.house_dilapidated,
        f.house_grade,
        COALESCE(CAST(b.last_sound + INTERVAL '1' MONTH AS DATE), b.first_seen, $month) AS since,
        CAST($month + INTERVAL '1' MONTH - INTERVAL '1' DAY AS DATE) AS month_end
    FROM found AS f
    LEFT JOIN before AS b ON f.hh_key = b.hh_key
)

SELECT
    d.hh_key,
    t.short_name AS town_name,
    v.short_name AS village_name,
    d.hh_type,
    d.mon_type,
    d.hh_persons,
    d.house_dilapidated,
    d.house_grade,
    COALESCE(m.sub, m.category) AS measure,
    m.status AS measure_status,
    m.start_date AS measure_start,
    d.since,
    CAST(UNIX_DATE(d.month_end) - UNIX_DATE(d.since) AS INTEGER) AS days,
    CAST(COUNT(*) OVER () AS BIGINT) AS total_rows,
    CAST(SUM(d.hh_persons) OVER () AS BIGINT) AS total_persons
FROM dated AS d
LEFT JOIN begun AS m ON d.hh_key = m.hh_key AND m.place = 1
LEFT JOIN scoped.division AS t ON d.town_code = t.division_code
LEFT JOIN scoped.division AS v ON d.division_code = v.division_code
ORDER BY
    d.since,
    d.division_code,
    d.hh_key
LIMIT $limit OFFSET $offset
