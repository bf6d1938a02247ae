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

-- The month's people by household; a township that fills in neither column has said nothing.
people AS (
    SELECT
        town_code,
        hh_id,
        COUNT(dibao) + COUNT(tekun) AS told,
        COUNT(CASE WHEN dibao IN ('rural', 'urban') OR tekun IN ('rural', 'urban') THEN 1 END) AS protected
    FROM scoped.person_month
    WHERE
        stat_month = $month
        AND in_household
        AND town_code LIKE SUBSTR($area, 1, 9) || '%'
    GROUP BY
        town_code,
        hh_id
),

told AS (
    SELECT town_code
    FROM people
    GROUP BY town_code
    HAVING SUM(told) > 0
),

gaps AS (
    SELECT
        n.hh_id,
        n.hh_key,
        n.town_code,
        n.division_code,
        n.hh_type,
        n.mon_type,
        n.risk_status,
        n.hh_persons
    FROM scoped.household_month AS n
    INNER JOIN people AS p ON n.hh_id = p.hh_id AND p.protected = 0
    INNER JOIN told AS o ON n.town_code = o.town_code
    WHERE
        n.stat_month = $month
        AND n.is_no_labour
        AND n.division_code LIKE $area || '%'
        AND n.town_code NOT IN (SELECT u.division_code FROM outside AS u)
),

-- Households that had nobody able to work, by month, less those in which somebody was protected.
protected AS (
    SELECT DISTINCT
        hh_id,
        stat_month
    FROM scoped.person_month
    WHERE
        stat_month BETWEEN $from_month AND $month
        AND in_household
        AND (dibao IN ('rural', 'urban') OR tekun IN ('rural', 'urban'))
        AND town_code LIKE SUBSTR($area, 1, 9) || '%'
),

without AS (
    SELECT
        h.hh_id,
        h.stat_month
    FROM scoped.household_month AS h
    LEFT JOIN protected AS p ON h.hh_id = p.hh_id AND h.stat_month = p.stat_month
    WHERE
        h.stat_month BETWEEN $from_month AND $month
        AND h.is_no_labour
        AND p.hh_id IS NULL
        AND h.town_code LIKE SUBSTR($area, 1, 9) || '%'
),

-- Counted back from this month: the k-th month without is k months ago as long as none lies between.
months AS (
    SELECT
        hh_id,
        stat_month,
        (EXTRACT(YEAR FROM CAST($month AS DATE)) - EXTRACT(YEAR FROM stat_month)) * 12
        + EXTRACT(MONTH FROM CAST($month AS DATE)) - EXTRACT(MONTH FROM stat_month) AS months_ago,
        ROW_NUMBER() OVER (PARTITION BY hh_id ORDER BY stat_month DESC) - 1 AS place
    FROM without
),

spells AS (
    SELECT
        hh_id,
        MIN(stat_month) AS since
    FROM months
    WHERE months_ago = place
    GROUP BY hh_id
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
        s.since,
        CAST($month + INTERVAL '1' MONTH - INTERVAL '1' DAY AS DATE) AS month_end
    FROM gaps AS n
    INNER JOIN spells AS s ON n.hh_id = s.hh_id
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
