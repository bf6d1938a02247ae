-- title:   帮扶车间背后的每一个
-- grain:   one row per workshop reported for the month; amount adds up to the figure over the rows without dropped_by
-- params:  $area VARCHAR, $month DATE
--          $state VARCHAR?          one state alone
--          $indicator VARCHAR?      help_workshops, help_workshops.idle or workshop_alleviated_workers
-- columns: town_name VARCHAR, village_name VARCHAR, workshop_name VARCHAR, workshop_state VARCHAR, workers BIGINT,
--          alleviated_workers BIGINT, average_wage DOUBLE, amount DOUBLE, dropped_by VARCHAR
-- units:   workers = 人; average_wage = 元 a month; amount = 1 a workshop, or 人 for workshop_alleviated_workers
-- reads:   scoped.help_workshop, scoped.division
SELECT
    town.short_name AS town_name,
    village.name AS village_name,
    w.workshop_name,
    w.workshop_state,
    CAST(w.workers AS BIGINT) AS workers,
    CAST(w.alleviated_workers AS BIGINT) AS alleviated_workers,
    CAST(w.average_wage AS DOUBLE) AS average_wage,
    CASE WHEN $indicator = 'workshop_alleviated_workers' THEN CAST(w.alleviated_workers AS DOUBLE) ELSE 1.0E0 END
        AS amount,
    CASE
        WHEN $indicator = 'help_workshops' AND w.workshop_state <> 'running' THEN 'workshop_stopped'
        WHEN $indicator = 'help_workshops.idle' AND w.workshop_state <> 'idle' THEN 'workshop_not_idle'
    END AS dropped_by
FROM scoped.help_workshop AS w
LEFT JOIN scoped.division AS village ON w.division_code = village.division_code
LEFT JOIN scoped.division AS town ON w.town_code = town.division_code
WHERE
    w.report_month = $month
    AND ($state IS NULL OR w.workshop_state = $state)
    AND w.division_code LIKE $area || '%'
ORDER BY
    w.division_code,
    w.workshop_id
