-- title:   参保和低保特困指标背后的人
-- grain:   one row per person of the month; amount adds up to the figure over the rows without dropped_by
-- params:  $area VARCHAR, $month DATE
--          $indicator VARCHAR       insured_rate (its numerator), dibao_persons or tekun_persons
-- columns: hh_key VARCHAR, village_name VARCHAR, name VARCHAR, relation VARCHAR, insured_resident BOOLEAN,
--          insured_employee BOOLEAN, dibao VARCHAR, tekun VARCHAR, amount DOUBLE, dropped_by VARCHAR
-- units:   amount = 1 a person
-- reads:   scoped.person_month, scoped.division
SELECT
    person.hh_key,
    village.name AS village_name,
    person.name,
    person.relation,
    person.insured_resident,
    person.insured_employee,
    person.dibao,
    person.tekun,
    1.0E0 AS amount,
    CASE
        WHEN NOT person.in_household THEN 'not_in_household'
        WHEN
            $indicator LIKE 'insured_rate%' AND person.insured_resident IS NULL AND person.insured_employee IS NULL
            THEN 'not_told'
        WHEN
            $indicator LIKE 'insured_rate%'
            AND NOT (COALESCE(person.insured_resident, FALSE) OR COALESCE(person.insured_employee, FALSE))
            THEN 'not_insured'
        WHEN $indicator LIKE 'dibao%' AND COALESCE(person.dibao, 'none') NOT IN ('rural', 'urban') THEN 'no_dibao'
        WHEN $indicator LIKE 'tekun%' AND COALESCE(person.tekun, 'none') NOT IN ('rural', 'urban') THEN 'no_tekun'
    END AS dropped_by
FROM scoped.person_month AS person
LEFT JOIN scoped.division AS village ON person.division_code = village.division_code
WHERE
    person.stat_month = $month
    AND person.division_code LIKE $area || '%'
ORDER BY
    person.division_code,
    person.person_id
