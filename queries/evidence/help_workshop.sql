-- title:   预警的凭据: 帮扶车间
-- grain:   one row per row of the table that the object names
-- params:  $object VARCHAR   its own number
--          $month DATE
-- columns: town_name VARCHAR, village_name VARCHAR, workshop_id VARCHAR, report_month DATE, workshop_name VARCHAR,
--          workshop_state VARCHAR, workers BIGINT, alleviated_workers BIGINT, average_wage DOUBLE
-- units:   as in the table, 元, 0..1
-- reads:   scoped.help_workshop, scoped.division
SELECT
    town.name AS town_name,
    village.name AS village_name,
    one.workshop_id,
    one.report_month,
    one.workshop_name,
    one.workshop_state,
    CAST(one.workers AS BIGINT) AS workers,
    CAST(one.alleviated_workers AS BIGINT) AS alleviated_workers,
    CAST(one.average_wage AS DOUBLE) AS average_wage
FROM scoped.help_workshop AS one
LEFT JOIN scoped.division AS town ON one.town_code = town.division_code
LEFT JOIN scoped.division AS village ON one.division_code = village.division_code
WHERE
    (one.workshop_id = $object OR one.division_code = $object)
    AND one.report_month >= CAST($month - INTERVAL '12' MONTH AS DATE)
    AND one.report_month < CAST($month + INTERVAL '1' MONTH AS DATE)
ORDER BY
    one.workshop_id,
    one.report_month
LIMIT 200
