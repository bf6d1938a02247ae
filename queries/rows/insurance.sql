-- title:   填了参保情况的人, 或者其中没有参保的人
-- grain:   one row per person of the household of whom either insurance is filled in
-- params:  $area VARCHAR, $month DATE
--          $state VARCHAR?          uninsured: who has neither
-- columns: hh_key VARCHAR, village_name VARCHAR, relation VARCHAR, insured_resident BOOLEAN, insured_employee BOOLEAN
-- units:   -
-- reads:   scoped.person_month, scoped.division
WITH outside AS (
    SELECT division_code
    FROM scoped.division
    WHERE
        level = 4
        AND NOT in_county_total
        AND LENGTH($area) = 6
)

SELECT
    p.hh_key,
    v.name AS village_name,
    p.relation,
    p.insured_resident,
    p.insured_employee
FROM scoped.person_month AS p
LEFT JOIN scoped.division AS v ON p.division_code = v.division_code
WHERE
    p.stat_month = $month
    AND p.in_household
    AND ($state IS NULL OR NOT (COALESCE(p.insured_resident, FALSE) OR COALESCE(p.insured_employee, FALSE)))
    AND (p.insured_resident IS NOT NULL OR p.insured_employee IS NOT NULL)
    AND p.division_code LIKE $area || '%'
    AND p.town_code NOT IN (SELECT o.division_code FROM outside AS o)
ORDER BY
    p.division_code,
    p.person_id
