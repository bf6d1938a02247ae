-- title:   有任务的村和它的工作队: 计入的, 和没有计入的及原因
-- grain:   one row per village with a task, in townships that report teams; amount adds up to the figure over the rows
--          without dropped_by
-- params:  $area VARCHAR, $month DATE
--          $indicator VARCHAR       team_coverage (its numerator), task_villages_with_team, teams.city_sent,
--                                   teams.town_sent; or task (all of them), without_team
-- columns: town_name VARCHAR, village_name VARCHAR, sender_level VARCHAR, sender_units VARCHAR, start_date DATE,
--          amount DOUBLE, dropped_by VARCHAR
-- units:   amount = 1 a village; a village with teams of two levels is told once, with the units of all
-- reads:   scoped.division, scoped.work_team
WITH teams AS (
    SELECT
        division_code,
        MIN(sender_level) AS sender_level,
        MIN(sender_units) AS sender_units,
        MIN(start_date) AS start_date,
        MAX(CASE WHEN sender_level = 'city' THEN 1 ELSE 0 END) AS is_city,
        MAX(CASE WHEN sender_level = 'town' THEN 1 ELSE 0 END) AS is_town
    FROM scoped.work_team
    WHERE
        start_date < CAST($month + INTERVAL '1' MONTH AS DATE)
        AND (end_date IS NULL OR end_date >= CAST($month + INTERVAL '1' MONTH AS DATE))
    GROUP BY division_code
)

SELECT
    town.short_name AS town_name,
    village.name AS village_name,
    t.sender_level,
    t.sender_units,
    t.start_date,
    1.0E0 AS amount,
    CASE
        WHEN $indicator = 'task' THEN NULL
        WHEN $indicator = 'without_team' THEN CASE WHEN t.division_code IS NOT NULL THEN 'with_team' END
        WHEN t.division_code IS NULL THEN 'without_team'
        WHEN $indicator = 'teams.city_sent' AND t.is_city = 0 THEN 'other_sender'
        WHEN $indicator = 'teams.town_sent' AND t.is_town = 0 THEN 'other_sender'
    END AS dropped_by
FROM scoped.division AS village
LEFT JOIN teams AS t ON village.division_code = t.division_code
LEFT JOIN scoped.division AS town ON village.town_code = town.division_code
WHERE
    village.level = 5
    AND village.has_task
    AND village.division_code LIKE $area || '%'
    AND village.town_code IN (SELECT w.town_code FROM scoped.work_team AS w)
ORDER BY village.division_code
