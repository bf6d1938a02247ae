-- title:   因灾受影响的户
-- grain:   one row per household and disaster; of an indicator one per household of the year
-- params:  $area VARCHAR, $month DATE
--          $indicator VARCHAR?      disaster_affected_hh, or disaster_solved_rate (its numerator): those of the year
--          $event VARCHAR?          one disaster
--          $state VARCHAR?          house, water, industry, relief, solved, open; house_appraised, house_c, house_d,
--                                   house_without_action, house_solved, house_open of those with a damaged house
-- columns: hh_key VARCHAR, village_name VARCHAR, event_date DATE, house_flooded BOOLEAN, appraisal_grade VARCHAR,
--          house_action VARCHAR, water_ok BOOLEAN, industry_loss DOUBLE, relief_amount DOUBLE, solved_at DATE,
--          amount DOUBLE, dropped_by VARCHAR
-- units:   money = 元; amount = 1 a household, counted once however many disasters
-- reads:   scoped.disaster_event, scoped.disaster_household, scoped.division
WITH outside AS (
    SELECT division_code
    FROM scoped.division
    WHERE
        level = 4
        AND NOT in_county_total
        AND LENGTH($area) = 6
),

hit AS (
    SELECT
        h.hh_key,
        h.division_code,
        e.event_id,
        e.event_date,
        h.house_flooded,
        h.appraisal_grade,
        h.house_action,
        h.water_ok,
        CAST(h.industry_loss AS DOUBLE) AS industry_loss,
        CAST(h.relief_amount AS DOUBLE) AS relief_amount,
        CASE WHEN h.solved_at < CAST($month + INTERVAL '1' MONTH AS DATE) THEN h.solved_at END AS solved_at
    FROM scoped.disaster_event AS e
    INNER JOIN scoped.disaster_household AS h ON e.event_id = h.event_id
    WHERE
        e.event_date < CAST($month + INTERVAL '1' MONTH AS DATE)
        AND ($indicator IS NULL OR e.event_date >= CAST(DATE_TRUNC('year', CAST($month AS DATE)) AS DATE))
        AND ($event IS NULL OR e.event_id = $event)
        AND h.division_code LIKE $area || '%'
        AND h.town_code NOT IN (SELECT o.division_code FROM outside AS o)
),

numbered AS (
    SELECT
        hh_key,
        division_code,
        event_id,
        event_date,
        house_flooded,
        appraisal_grade,
        house_action,
        water_ok,
        industry_loss,
        relief_amount,
        solved_at,
        ROW_NUMBER()
            OVER (PARTITION BY hh_key ORDER BY CASE WHEN solved_at IS NULL THEN 0 ELSE 1 END, event_id)
            AS place
    FROM hit
)

SELECT
    n.hh_key,
    v.name AS village_name,
    n.event_date,
    n.house_flooded,
    n.appraisal_grade,
    n.house_action,
    n.water_ok,
    n.industry_loss,
    n.relief_amount,
    n.solved_at,
    1.0E0 AS amount,
    CASE
        WHEN $indicator IS NOT NULL AND n.place > 1 THEN 'other_disaster'
        WHEN $indicator = 'disaster_solved_rate' AND n.solved_at IS NULL THEN 'not_solved'
    END AS dropped_by
FROM numbered AS n
LEFT JOIN scoped.division AS v ON n.division_code = v.division_code
WHERE
    $state IS NULL
    OR ($state = 'house' AND n.house_flooded)
    OR ($state = 'water' AND NOT n.water_ok)
    OR ($state = 'industry' AND n.industry_loss > 0)
    OR ($state = 'relief' AND n.relief_amount > 0)
    OR ($state = 'solved' AND n.solved_at IS NOT NULL)
    OR ($state = 'open' AND n.solved_at IS NULL)
    OR ($state = 'house_appraised' AND n.house_flooded AND n.appraisal_grade IS NOT NULL)
    OR ($state = 'house_c' AND n.house_flooded AND n.appraisal_grade = 'C')
    OR ($state = 'house_d' AND n.house_flooded AND n.appraisal_grade = 'D')
    OR ($state = 'house_without_action' AND n.house_flooded AND n.house_action IS NULL)
    OR ($state = 'house_solved' AND n.house_flooded AND n.solved_at IS NOT NULL)
    OR ($state = 'house_open' AND n.house_flooded AND n.solved_at IS NULL)
ORDER BY
    n.division_code,
    n.hh_key,
    n.event_id
