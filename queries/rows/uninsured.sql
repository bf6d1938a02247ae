-- title:   没有参加基本医疗保险的人
-- grain:   one row per person of the household who is told to have neither insurance
-- params:  $area VARCHAR, $month DATE
-- columns: hh_key VARCHAR, village_name VARCHAR, relation VARCHAR
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
    p.relation
FROM scoped.person_month AS p
LEFT JOIN scoped.division AS v ON p.division_code = v.division_code
WHERE
    p.stat_month = $month
    AND p.in_household
    AND NOT (COALESCE(p.insured_resident, FALSE) OR COALESCE(p.insured_employee, FALSE))
    AND (p.insured_resident IS NOT NULL OR p.insured_employee IS NOT NULL)
    AND p.division_code LIKE $area || '%'
    AND p.town_code NOT IN (SELECT o.division_code FROM outside AS o)
ORDER BY
    p.division_code,
    p.person_id
