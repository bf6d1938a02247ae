-- title:   返贫致贫户背后的户
-- grain:   one row per household confirmed by the month's end and not yet resolved
-- params:  $area VARCHAR, $month DATE
--          $indicator VARCHAR?      return_to_poverty_hh, .returned or .fallen
-- columns: hh_key VARCHAR, village_name VARCHAR, return_kind VARCHAR, return_cause VARCHAR, confirmed_at DATE,
--          amount DOUBLE
-- units:   amount = 1 a household
-- reads:   scoped.return_to_poverty, scoped.division
WITH outside AS (
    SELECT division_code
    FROM scoped.division
    WHERE
        level = 4
        AND NOT in_county_total
        AND LENGTH($area) = 6
)

SELECT
    one.hh_key,
    village.name AS village_name,
    one.return_kind,
    one.return_cause,
    one.confirmed_at,
    1.0E0 AS amount
FROM scoped.return_to_poverty AS one
LEFT JOIN scoped.division AS village ON one.division_code = village.division_code
WHERE
    one.confirmed_at < CAST($month + INTERVAL '1' MONTH AS DATE)
    AND (one.resolved_at IS NULL OR one.resolved_at >= CAST($month + INTERVAL '1' MONTH AS DATE))
    AND one.division_code LIKE $area || '%'
    AND one.town_code NOT IN (SELECT o.division_code FROM outside AS o)
    AND ($indicator IS NULL OR $indicator IN ('return_to_poverty_hh', 'return_to_poverty_hh.' || one.return_kind))
ORDER BY
    one.division_code,
    one.hh_key,
    one.confirmed_at
