-- title:   供水: 不合格的水样和停水, 修好没有
-- grain:   one row per village and day with a failed sample or an interruption in the year so far, or older and not yet
--          repaired by the month's end; those not repaired first; cut at $limit
-- params:  $area VARCHAR, $month DATE, $limit INTEGER
-- columns: area_code VARCHAR, town_name VARCHAR, village_name VARCHAR, check_date DATE, sample_ok BOOLEAN,
--          interruption_hours DOUBLE, repair_at DATE, is_open BOOLEAN, days BIGINT, total_rows BIGINT, open_rows BIGINT
-- units:   days = from the check to the repair, or to the month's end while open; total_rows, open_rows = before the
--          cut
-- reads:   scoped.water_supply, scoped.division
WITH faults AS (
    SELECT
        w.division_code,
        w.town_code,
        w.check_date,
        w.sample_ok,
        CAST(w.interruption_hours AS DOUBLE) AS interruption_hours,
        CASE WHEN w.repair_at < CAST($month + INTERVAL '1' MONTH AS DATE) THEN w.repair_at END AS repair_at
    FROM scoped.water_supply AS w
    WHERE
        w.check_date < CAST($month + INTERVAL '1' MONTH AS DATE)
        AND (NOT w.sample_ok OR w.interruption_hours > 0)
        AND w.division_code LIKE $area || '%'
)

SELECT
    f.division_code AS area_code,
    town.short_name AS town_name,
    village.name AS village_name,
    f.check_date,
    f.sample_ok,
    f.interruption_hours,
    f.repair_at,
    f.repair_at IS NULL AS is_open,
    CAST(
        COALESCE(UNIX_DATE(f.repair_at), UNIX_DATE(CAST($month + INTERVAL '1' MONTH AS DATE)) - 1)
        - UNIX_DATE(f.check_date) AS BIGINT
    ) AS days,
    COUNT(*) OVER () AS total_rows,
    CAST(SUM(CASE WHEN f.repair_at IS NULL THEN 1 ELSE 0 END) OVER () AS BIGINT) AS open_rows
FROM faults AS f
LEFT JOIN scoped.division AS village ON f.division_code = village.division_code
LEFT JOIN scoped.division AS town ON f.town_code = town.division_code
WHERE
    f.check_date >= CAST(DATE_TRUNC('year', $month) AS DATE)
    OR f.repair_at IS NULL
ORDER BY
    CASE WHEN f.repair_at IS NULL THEN 0 ELSE 1 END,
    f.check_date DESC,
    f.division_code ASC
LIMIT $limit
