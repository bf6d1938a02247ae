-- title:   预警的凭据: 同村同因的个案, 或灾害里还没有解决的户
-- grain:   one row per case of the village in the two months to the month's end, or unsolved household of the event
-- params:  $object VARCHAR   code of the village, or number of the disaster
--          $month DATE
-- columns: hh_key VARCHAR, town_name VARCHAR, village_name VARCHAR, proposed_risk VARCHAR, clue_at DATE, kind VARCHAR,
--          event_date DATE, house_flooded BOOLEAN, water_ok BOOLEAN
-- units:   kind, event_date = of the disaster
-- reads:   scoped.identification_case, scoped.disaster_household, scoped.disaster_event, scoped.division
WITH found AS (
    SELECT
        hh_key,
        town_code,
        division_code,
        proposed_risk,
        clue_at,
        CAST(NULL AS VARCHAR) AS kind,
        CAST(NULL AS DATE) AS event_date,
        CAST(NULL AS BOOLEAN) AS house_flooded,
        CAST(NULL AS BOOLEAN) AS water_ok
    FROM scoped.identification_case
    WHERE
        division_code = $object
        AND clue_at >= CAST($month - INTERVAL '1' MONTH AS DATE)
        AND clue_at < CAST($month + INTERVAL '1' MONTH AS DATE)
    UNION ALL
    SELECT
        hit.hh_key,
        hit.town_code,
        hit.division_code,
        CAST(NULL AS VARCHAR) AS proposed_risk,
        CAST(NULL AS DATE) AS clue_at,
        event.kind,
        event.event_date,
        hit.house_flooded,
        hit.water_ok
    FROM scoped.disaster_household AS hit
    INNER JOIN scoped.disaster_event AS event ON hit.event_id = event.event_id
    WHERE
        hit.event_id = $object
        AND (hit.solved_at IS NULL OR hit.solved_at >= CAST($month + INTERVAL '1' MONTH AS DATE))
)

SELECT
    found.hh_key,
    town.name AS town_name,
    village.name AS village_name,
    found.proposed_risk,
    found.clue_at,
    found.kind,
    found.event_date,
    found.house_flooded,
    found.water_ok
FROM found
LEFT JOIN scoped.division AS town ON found.town_code = town.division_code
LEFT JOIN scoped.division AS village ON found.division_code = village.division_code
ORDER BY
    found.division_code,
    found.hh_key
LIMIT 200
