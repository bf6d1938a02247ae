-- title:   帮扶车间, 一种状况的每一个
-- grain:   one row per workshop reported for the month in the state
-- params:  $area VARCHAR, $month DATE, $state VARCHAR
-- columns: town_name VARCHAR, village_name VARCHAR, workshop_name VARCHAR, workshop_state VARCHAR, workers BIGINT,
--          alleviated_workers BIGINT, average_wage DOUBLE
-- units:   workers = 人; average_wage = 元 a month
-- reads:   scoped.help_workshop, scoped.division
SELECT
    town.short_name AS town_name,
    village.name AS village_name,
    w.workshop_name,
    w.workshop_state,
    CAST(w.workers AS BIGINT) AS workers,
    CAST(w.alleviated_workers AS BIGINT) AS alleviated_workers,
    CAST(w.average_wage AS DOUBLE) AS average_wage
FROM scoped.help_workshop AS w
LEFT JOIN scoped.division AS village ON w.division_code = village.division_code
LEFT JOIN scoped.division AS town ON w.town_code = town.division_code
WHERE
    w.report_month = $month
    AND w.workshop_state = $state
    AND w.division_code LIKE $area || '%'
ORDER BY
    w.division_code,
    w.workshop_id
