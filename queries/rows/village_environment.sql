-- title:   改厕、问题厕所、投诉背后的每个村
-- grain:   one row per village that reported the month; amount adds up to the figure
-- params:  $area VARCHAR, $month DATE
--          $indicator VARCHAR       toilet_progress or toilet_broken_rate (their numerators), household_toilets_built,
--                                   env_complaints; or task, checked, busy (as many complaints as env_complaints says)
-- columns: town_name VARCHAR, village_name VARCHAR, toilets_task INTEGER, toilets_built INTEGER, toilets_checked
--          INTEGER,
--          toilets_broken INTEGER, complaints INTEGER, inspections INTEGER, amount DOUBLE, dropped_by VARCHAR
-- units:   toilets = 户; complaints = 件; amount = 户 or 件, or 1 a village for busy
-- reads:   scoped.living_environment, scoped.threshold, scoped.division
WITH rule AS (
    SELECT MAX(warn) AS most
    FROM scoped.threshold
    WHERE name = 'env_complaints'
)

SELECT
    town.short_name AS town_name,
    village.name AS village_name,
    e.toilets_task,
    e.toilets_built,
    e.toilets_checked,
    e.toilets_broken,
    e.complaints,
    e.inspections,
    CAST(
        CASE
            WHEN $indicator IN ('toilet_progress', 'household_toilets_built') THEN e.toilets_built
            WHEN $indicator = 'toilet_broken_rate' THEN e.toilets_broken
            WHEN $indicator = 'env_complaints' THEN e.complaints
            WHEN $indicator = 'task' THEN e.toilets_task
            WHEN $indicator = 'checked' THEN e.toilets_checked
            ELSE 1
        END AS DOUBLE
    ) AS amount,
    CASE
        WHEN $indicator = 'env_complaints' AND e.complaints IS NULL THEN 'complaints_untold'
        WHEN $indicator = 'busy' AND COALESCE(e.complaints < r.most, TRUE) THEN 'few_complaints'
    END AS dropped_by
FROM scoped.living_environment AS e
CROSS JOIN rule AS r
LEFT JOIN scoped.division AS village ON e.division_code = village.division_code
LEFT JOIN scoped.division AS town ON e.town_code = town.division_code
WHERE
    e.report_month = $month
    AND e.division_code LIKE $area || '%'
ORDER BY e.division_code
