-- title:   住房安全措施背后的户
-- grain:   one row per household whose help with the house began in the year
-- params:  $area VARCHAR, $month DATE
--          $start_year INTEGER
--          $state VARCHAR?          done or ongoing at the month's end
-- columns: hh_key VARCHAR, village_name VARCHAR, start_date DATE, end_date DATE, measure_amount DOUBLE
-- units:   measure_amount = 元
-- reads:   scoped.measure, scoped.division
WITH outside AS (
    SELECT division_code
    FROM scoped.division
    WHERE
        level = 4
        AND NOT in_county_total
        AND LENGTH($area) = 6
),

houses AS (
    SELECT
        hh_key,
        MAX(division_code) AS division_code,
        MIN(start_date) AS start_date,
        MAX(CASE WHEN end_date < CAST($month + INTERVAL '1' MONTH AS DATE) THEN end_date END) AS end_date,
        MIN(CASE WHEN end_date < CAST($month + INTERVAL '1' MONTH AS DATE) THEN 1 ELSE 0 END) AS is_done,
        CAST(SUM(amount) AS DOUBLE) AS measure_amount
    FROM scoped.measure
    WHERE
        category = 'housing'
        AND status <> 'planned'
        AND start_date < CAST($month + INTERVAL '1' MONTH AS DATE)
        AND EXTRACT(YEAR FROM start_date) = $start_year
        AND division_code LIKE $area || '%'
        AND town_code NOT IN (SELECT o.division_code FROM outside AS o)
    GROUP BY hh_key
)

SELECT
    h.hh_key,
    v.name AS village_name,
    h.start_date,
    CASE WHEN h.is_done = 1 THEN h.end_date END AS end_date,
    h.measure_amount
FROM houses AS h
LEFT JOIN scoped.division AS v ON h.division_code = v.division_code
WHERE
    $state IS NULL
    OR ($state = 'done' AND h.is_done = 1)
    OR ($state = 'ongoing' AND h.is_done = 0)
ORDER BY h.hh_key
