-- title:   预警的凭据: 人口月表
-- grain:   one row per row of the table that the object names
-- params:  $object VARCHAR   hh_key, or its own number
--          $month DATE
-- columns: hh_key VARCHAR, town_name VARCHAR, village_name VARCHAR, stat_month DATE, id_type VARCHAR,
--          relation VARCHAR, sex VARCHAR, birth_date DATE, ethnic VARCHAR, edu VARCHAR, school VARCHAR,
--          not_in_school_reason VARCHAR, health VARCHAR, labour VARCHAR, insured_resident BOOLEAN,
--          insured_employee BOOLEAN, insured_major BOOLEAN, dibao VARCHAR, tekun VARCHAR, pension BOOLEAN,
--          in_household BOOLEAN, change_code VARCHAR, change_date DATE
-- units:   as in the table, 元, 0..1
-- reads:   scoped.person_month, scoped.division
SELECT
    one.hh_key,
    town.name AS town_name,
    village.name AS village_name,
    one.stat_month,
    one.id_type,
    one.relation,
    one.sex,
    one.birth_date,
    one.ethnic,
    one.edu,
    one.school,
    one.not_in_school_reason,
    one.health,
    one.labour,
    one.insured_resident,
    one.insured_employee,
    one.insured_major,
    one.dibao,
    one.tekun,
    one.pension,
    one.in_household,
    one.change_code,
    one.change_date
FROM scoped.person_month AS one
LEFT JOIN scoped.division AS town ON one.town_code = town.division_code
LEFT JOIN scoped.division AS village ON one.division_code = village.division_code
WHERE
    (one.hh_key = $object)
    AND one.stat_month = $month
ORDER BY
    one.person_id,
    one.stat_month
LIMIT 200
