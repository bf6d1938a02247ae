-- title:   应保未保: 整户无劳动力, 家中无人享受低保或特困的户
-- grain:   one row per household, the longest first; cut at $limit
-- params:  $area VARCHAR, $month DATE
--          $from_month DATE         how far back the first month is looked for
--          $limit INTEGER, $offset INTEGER
-- columns: hh_key VARCHAR, town_name VARCHAR, village_name VARCHAR, hh_type VARCHAR, mon_type VARCHAR,
--          risk_status VARCHAR, hh_persons INTEGER, since DATE, days INTEGER, total_rows BIGINT, total_persons BIGINT
-- units:   hh_persons = 人; since = first day of the first month in which the household had nobody able to work and
--          nobody in 低保 or 特困; days = 天 to the month's end; total_* = over the whole list
-- reads:   scoped.household_month, scoped.person_month, scoped.division
WITH outside AS (
    SELECT division_code
    FROM scoped.division
    WHERE
        level = 4
        AND NOT in_county_total
        AND LENGTH($area) = 6
),

-- A township that fills in neither column has said nothing.
told AS (
    SELECT town_code
    FROM scoped.person_month
    WHERE
        stat_month = $month
        AND in_household
    GROUP BY town_code
    HAVING COUNT(dibao) + COUNT(tekun) > 0
),

months AS (
    SELECT
        p.hh_id,
        p.stat_month,
        COUNT(CASE WHEN p.dibao IN ('rural', 'urban') OR p.tekun IN ('rural', 'urban') THEN 1 END) AS protected
    FROM scoped.person_month AS p
    INNER JOIN
        scoped.household_month AS n
        ON
            p.hh_id = n.hh_id
            AND n.stat_month = $month
            AND n.is_no_labour
            AND n.division_code LIKE $area || '%'
    WHERE
        p.stat_month BETWEEN $from_month AND $month
        AND p.in_household
    GROUP BY
        p.hh_id,
        p.stat_month
),

spells AS (
    SELECT
        m.hh_id,
        MIN(m.stat_month) AS first_seen,
        MAX(CASE WHEN m.protected > 0 OR NOT h.is_no_labour THEN m.stat_month END) AS last_sound
    FROM months AS m
    INNER JOIN
        scoped.household_month AS h
        ON
            m.hh_id = h.hh_id
            AND m.stat_month = h.stat_month
            AND h.stat_month BETWEEN $from_month AND $month
    GROUP BY m.hh_id
    HAVING COALESCE(MAX(CASE WHEN m.protected > 0 OR NOT h.is_no_labour THEN m.stat_month END) < $month, TRUE)
),

dated AS (
    SELECT
        n.hh_key,
        n.town_code,
        n.division_code,
        n.hh_type,
        n.mon_type,
        n.risk_status,
        n.hh_persons,
        COALESCE(CAST(s.last_sound + INTERVAL '1' MONTH AS DATE), s.first_seen) AS since,
        CAST($month + INTERVAL '1' MONTH - INTERVAL '1' DAY AS DATE) AS month_end
    FROM spells AS s
    INNER JOIN scoped.household_month AS n ON s.hh_id = n.hh_id AND n.stat_month = $month
    INNER JOIN told AS o ON n.town_code = o.town_code
    WHERE n.town_code NOT IN (SELECT u.division_code FROM outside AS u)
)

SELECT
    d.hh_key,
    t.short_name AS town_name,
    v.short_name AS village_name,
    d.hh_type,
    d.mon_type,
    d.risk_status,
    d.hh_persons,
    d.since,
    CAST(UNIX_DATE(d.month_end) - UNIX_DATE(d.since) AS INTEGER) AS days,
    CAST(COUNT(*) OVER () AS BIGINT) AS total_rows,
    CAST(SUM(d.hh_persons) OVER () AS BIGINT) AS total_persons
FROM dated AS d
LEFT JOIN scoped.division AS t ON d.town_code = t.division_code
LEFT JOIN scoped.division AS v ON d.division_code = v.division_code
ORDER BY
    d.since,
    d.division_code,
    d.hh_key
LIMIT $limit OFFSET $offset
