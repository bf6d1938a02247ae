-- title:   饮水监测背后的每一次检查
-- grain:   one row per village and day of a check in the year up to the month's end
-- params:  $area VARCHAR, $month DATE
--          $indicator VARCHAR?      water_sample_pass: its numerator, the samples that passed
--          $state VARCHAR?          sample, passed, failed, interruption, or open (not repaired by the month's end)
-- columns: village_name VARCHAR, check_date DATE, sample_ok BOOLEAN, interruption_hours DOUBLE, repair_at DATE,
--          amount DOUBLE, dropped_by VARCHAR
-- units:   interruption_hours = 小时; amount = 1 a check
-- reads:   scoped.water_supply, scoped.division
WITH outside AS (
    SELECT division_code
    FROM scoped.division
    WHERE
        level = 4
        AND NOT in_county_total
        AND LENGTH($area) = 6
),

checks AS (
    SELECT
        division_code,
        check_date,
        sample_ok,
        CAST(interruption_hours AS DOUBLE) AS interruption_hours,
        CASE WHEN repair_at < CAST($month + INTERVAL '1' MONTH AS DATE) THEN repair_at END AS repair_at,
        COALESCE(interruption_hours > 0, FALSE) AS is_interrupted
    FROM scoped.water_supply
    WHERE
        check_date >= CAST(DATE_TRUNC('year', CAST($month AS DATE)) AS DATE)
        AND check_date < CAST($month + INTERVAL '1' MONTH AS DATE)
        AND division_code LIKE $area || '%'
        AND town_code NOT IN (SELECT o.division_code FROM outside AS o)
)

SELECT
    v.name AS village_name,
    c.check_date,
    c.sample_ok,
    c.interruption_hours,
    c.repair_at,
    1.0E0 AS amount,
    CASE
        WHEN $indicator IS NOT NULL AND c.sample_ok IS NULL THEN 'no_sample'
        WHEN $indicator IS NOT NULL AND NOT c.sample_ok THEN 'sample_failed'
    END AS dropped_by
FROM checks AS c
LEFT JOIN scoped.division AS v ON c.division_code = v.division_code
WHERE
    $state IS NULL
    OR ($state = 'sample' AND c.sample_ok IS NOT NULL)
    OR ($state = 'passed' AND c.sample_ok)
    OR ($state = 'failed' AND NOT c.sample_ok)
    OR ($state = 'interruption' AND c.is_interrupted)
    OR ($state = 'open' AND (c.is_interrupted OR NOT COALESCE(c.sample_ok, TRUE)) AND c.repair_at IS NULL)
ORDER BY
    c.division_code,
    c.check_date
