-- title:   停水和不合格水样: 哪个村, 多久, 修好了没有
-- grain:   one row per check of the year with an interruption or a failed sample, the open ones first; cut at $limit
-- params:  $area VARCHAR, $month DATE
--          $limit INTEGER
-- columns: division_code VARCHAR, town_name VARCHAR, village_name VARCHAR, check_date DATE, fault VARCHAR,
--          hours DOUBLE, repair_at DATE, days INTEGER, is_open BOOLEAN, is_late BOOLEAN,
--          total_rows BIGINT, total_open BIGINT
-- units:   fault = sample (水质不合格), interruption (停水), both; hours = 小时; days = 天 from the check to the repair, or
--          to the month's end while open; is_late = longer than the days of the threshold water_repair_days, NULL
--          without one; total_* = over the whole list
-- reads:   scoped.water_supply, scoped.threshold, scoped.division
WITH outside AS (
    SELECT division_code
    FROM scoped.division
    WHERE
        level = 4
        AND NOT in_county_total
        AND LENGTH($area) = 6
),

days_rule AS (
    SELECT MAX(warn) AS days
    FROM (
        SELECT warn
        FROM scoped.threshold
        WHERE
            name = 'water_repair_days'
            AND LENGTH(COALESCE(division_code, '')) <= 6
            AND COALESCE(year, EXTRACT(YEAR FROM CAST($month AS DATE))) = EXTRACT(YEAR FROM CAST($month AS DATE))
        ORDER BY LENGTH(COALESCE(division_code, '')) DESC, COALESCE(year, 0) DESC, threshold_id ASC
        LIMIT 1
    ) AS nearest_rule
),

faults AS (
    SELECT
        town_code,
        division_code,
        check_date,
        CASE
            WHEN interruption_hours > 0 AND NOT sample_ok THEN 'both'
            WHEN interruption_hours > 0 THEN 'interruption'
            ELSE 'sample'
        END AS fault,
        CAST(interruption_hours AS DOUBLE) AS hours,
        CASE WHEN repair_at < CAST($month + INTERVAL '1' MONTH AS DATE) THEN repair_at END AS repair_at,
        CAST($month + INTERVAL '1' MONTH - INTERVAL '1' DAY AS DATE) AS month_end
    FROM scoped.water_supply
    WHERE
        check_date >= CAST(DATE_TRUNC('year', CAST($month AS DATE)) AS DATE)
        AND check_date < CAST($month + INTERVAL '1' MONTH AS DATE)
        AND (COALESCE(interruption_hours > 0, FALSE) OR NOT COALESCE(sample_ok, TRUE))
        AND division_code LIKE $area || '%'
        AND town_code NOT IN (SELECT o.division_code FROM outside AS o)
)

SELECT
    f.division_code,
    t.short_name AS town_name,
    v.short_name AS village_name,
    f.check_date,
    f.fault,
    f.hours,
    f.repair_at,
    CAST(UNIX_DATE(COALESCE(f.repair_at, f.month_end)) - UNIX_DATE(f.check_date) AS INTEGER) AS days,
    f.repair_at IS NULL AS is_open,
    UNIX_DATE(COALESCE(f.repair_at, f.month_end)) - UNIX_DATE(f.check_date) > r.days AS is_late,
    CAST(COUNT(*) OVER () AS BIGINT) AS total_rows,
    CAST(COUNT(CASE WHEN f.repair_at IS NULL THEN 1 END) OVER () AS BIGINT) AS total_open
FROM faults AS f
CROSS JOIN days_rule AS r
LEFT JOIN scoped.division AS t ON f.town_code = t.division_code
LEFT JOIN scoped.division AS v ON f.division_code = v.division_code
ORDER BY
    CASE WHEN f.repair_at IS NULL THEN 0 ELSE 1 END ASC,
    f.check_date DESC,
    f.division_code ASC
LIMIT $limit
