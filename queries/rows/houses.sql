-- title:   某一等级的房屋
-- grain:   one row per household of the month with that grade
-- params:  $area VARCHAR, $month DATE
--          $grade VARCHAR           A to D, or 'none' where no grade is filled in
--          $state VARCHAR?          dilapidated: 登记为危房户的; hazard: 危房户或C、D级
-- columns: hh_key VARCHAR, village_name VARCHAR, hh_persons INTEGER, house_dilapidated BOOLEAN, house_grade VARCHAR
-- units:   hh_persons = 人
-- reads:   scoped.household_month, scoped.division
WITH outside AS (
    SELECT division_code
    FROM scoped.division
    WHERE
        level = 4
        AND NOT in_county_total
        AND LENGTH($area) = 6
)

SELECT
    h.hh_key,
    v.name AS village_name,
    h.hh_persons,
    h.house_dilapidated,
    h.house_grade
FROM scoped.household_month AS h
LEFT JOIN scoped.division AS v ON h.division_code = v.division_code
WHERE
    h.stat_month = $month
    AND h.division_code LIKE $area || '%'
    AND h.town_code NOT IN (SELECT o.division_code FROM outside AS o)
    AND COALESCE(h.house_grade, 'none') = $grade
    AND (
        $state IS NULL
        OR ($state = 'dilapidated' AND h.house_dilapidated)
        OR ($state = 'hazard' AND (COALESCE(h.house_dilapidated, FALSE) OR h.house_grade IN ('C', 'D')))
    )
ORDER BY
    h.division_code,
    h.hh_key
