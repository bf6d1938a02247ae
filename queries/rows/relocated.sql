-- title:   易地搬迁背后的户
-- grain:   one row per relocated household
-- params:  $area VARCHAR, $month DATE
--          $indicator VARCHAR?      relocated_hh, relocation_occupancy or relocation_deed_rate (their numerators)
--          $site VARCHAR?           one site, 'all' for every one
--          $state VARCHAR?          living or deed, as of the month's end
-- columns: hh_key VARCHAR, village_name VARCHAR, site_name VARCHAR, relocated_persons INTEGER, moved_in_at DATE,
--          left_at DATE, deed_at DATE, able_persons INTEGER, employed_persons INTEGER, amount DOUBLE,
--          dropped_by VARCHAR
-- units:   人; amount = 1 a household
-- reads:   scoped.relocation, scoped.division
WITH outside AS (
    SELECT division_code
    FROM scoped.division
    WHERE
        level = 4
        AND NOT in_county_total
        AND LENGTH($area) = 6
),

homes AS (
    SELECT
        hh_key,
        division_code,
        site_name,
        relocated_persons,
        CASE WHEN moved_in_at < CAST($month + INTERVAL '1' MONTH AS DATE) THEN moved_in_at END AS moved_in_at,
        CASE WHEN left_at < CAST($month + INTERVAL '1' MONTH AS DATE) THEN left_at END AS left_at,
        CASE WHEN deed_at < CAST($month + INTERVAL '1' MONTH AS DATE) THEN deed_at END AS deed_at,
        able_persons,
        employed_persons
    FROM scoped.relocation
    WHERE
        division_code LIKE $area || '%'
        AND town_code NOT IN (SELECT o.division_code FROM outside AS o)
        AND ($site IS NULL OR $site IN ('all', site_name))
)

SELECT
    h.hh_key,
    v.name AS village_name,
    h.site_name,
    h.relocated_persons,
    h.moved_in_at,
    h.left_at,
    h.deed_at,
    h.able_persons,
    h.employed_persons,
    1.0E0 AS amount,
    CASE
        WHEN $indicator LIKE '%occupancy%' AND (h.moved_in_at IS NULL OR h.left_at IS NOT NULL) THEN 'not_living_there'
        WHEN $indicator LIKE '%deed%' AND h.deed_at IS NULL THEN 'no_deed'
    END AS dropped_by
FROM homes AS h
LEFT JOIN scoped.division AS v ON h.division_code = v.division_code
WHERE
    $state IS NULL
    OR ($state = 'living' AND h.moved_in_at IS NOT NULL AND h.left_at IS NULL)
    OR ($state = 'deed' AND h.deed_at IS NOT NULL)
ORDER BY
    h.division_code,
    h.hh_key
