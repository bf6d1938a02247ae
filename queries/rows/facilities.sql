-- title:   一类设施的每一处
-- grain:   one row per facility of the kind begun by the month's end
-- params:  $area VARCHAR, $month DATE, $kind VARCHAR
--          $state VARCHAR?          building, good, broken, stopped; or with_keeper, without_keeper (of those finished)
-- columns: town_name VARCHAR, village_name VARCHAR, facility_name VARCHAR, facility_state VARCHAR, quantity DOUBLE,
--          quantity_unit VARCHAR, finished_at DATE, has_keeper BOOLEAN, keeping_fund DOUBLE, checked_at DATE
-- units:   keeping_fund = 元 a year; quantity in quantity_unit
-- reads:   scoped.facility, scoped.division
WITH held AS (
    SELECT
        f.facility_id,
        f.town_code,
        f.division_code,
        f.facility_name,
        CASE
            WHEN f.finished_at IS NULL OR f.finished_at >= CAST($month + INTERVAL '1' MONTH AS DATE) THEN 'building'
            WHEN f.facility_state = 'building' THEN 'good'
            ELSE f.facility_state
        END AS facility_state,
        CAST(f.quantity AS DOUBLE) AS quantity,
        f.quantity_unit,
        f.finished_at,
        f.keeper IS NOT NULL AS has_keeper,
        CAST(f.keeping_fund AS DOUBLE) AS keeping_fund,
        f.checked_at
    FROM scoped.facility AS f
    WHERE
        f.facility_kind = $kind
        AND COALESCE(f.started_at, f.finished_at) < CAST($month + INTERVAL '1' MONTH AS DATE)
        AND COALESCE(f.division_code, f.town_code) LIKE $area || '%'
)

SELECT
    town.short_name AS town_name,
    village.name AS village_name,
    h.facility_name,
    h.facility_state,
    h.quantity,
    h.quantity_unit,
    h.finished_at,
    h.has_keeper,
    h.keeping_fund,
    h.checked_at
FROM held AS h
LEFT JOIN scoped.division AS village ON h.division_code = village.division_code
LEFT JOIN scoped.division AS town ON h.town_code = town.division_code
WHERE
    $state IS NULL
    OR h.facility_state = $state
    OR ($state = 'with_keeper' AND h.facility_state <> 'building' AND h.has_keeper)
    OR ($state = 'without_keeper' AND h.facility_state <> 'building' AND NOT h.has_keeper)
ORDER BY h.facility_id
