-- title:   家庭成员
-- grain:   one row per person in the household's file of the month, those who left in the month last;
--          of a child under 14 nothing is shown but that there is one: its other cells are ''
--          (personal information law, art. 28)
-- params:  $hh VARCHAR, $month DATE
-- columns: member_no INTEGER, name VARCHAR, is_minor BOOLEAN, relation VARCHAR, sex VARCHAR, age VARCHAR,
--          labour VARCHAR, health VARCHAR, school VARCHAR, insured VARCHAR, aid VARCHAR, works VARCHAR,
--          change_code VARCHAR, in_household BOOLEAN
-- units:   age = 岁 at the month's end;
--          health and aid (dibao, tekun) = codes joined by commas; insured and works (务工 in the month) = yes, no,
--          NULL when not reported
-- reads:   scoped.person_month, scoped.employment_month
WITH members AS (
    SELECT
        person_id,
        name,
        relation,
        sex,
        labour,
        health,
        school,
        CASE
            WHEN insured_resident OR insured_employee THEN 'yes'
            WHEN NOT COALESCE(insured_resident, insured_employee) THEN 'no'
        END AS insured,
        CASE
            WHEN COALESCE(dibao, tekun) IS NOT NULL
                THEN CONCAT_WS(
                    ',', CASE WHEN dibao <> 'none' THEN 'dibao' END, CASE WHEN tekun <> 'none' THEN 'tekun' END
                )
        END AS aid,
        in_household,
        change_code,
        birth_date,
        birth_date >= CAST(CAST(stat_month + INTERVAL '1' MONTH AS DATE) - INTERVAL '14' YEAR AS DATE) AS is_minor,
        CAST(
            EXTRACT(YEAR FROM stat_month) - EXTRACT(YEAR FROM birth_date)
            - CASE WHEN EXTRACT(MONTH FROM birth_date) > EXTRACT(MONTH FROM stat_month) THEN 1 ELSE 0 END AS VARCHAR
        ) AS age
    FROM scoped.person_month
    WHERE hh_key = $hh AND stat_month = $month
),

work AS (
    SELECT person_id, CASE WHEN working THEN 'yes' ELSE 'no' END AS works
    FROM scoped.employment_month
    WHERE hh_key = $hh AND stat_month = $month
)

SELECT
    CAST(
        ROW_NUMBER() OVER (
            ORDER BY
                members.in_household DESC,
                CASE WHEN members.relation = '户主' THEN 0 ELSE 1 END ASC,
                members.is_minor ASC,
                members.birth_date ASC,
                members.person_id ASC
        ) AS INTEGER
    ) AS member_no,
    CASE WHEN members.is_minor THEN '' ELSE members.name END AS name,
    members.is_minor,
    CASE WHEN members.is_minor THEN '' ELSE members.relation END AS relation,
    CASE WHEN members.is_minor THEN '' ELSE members.sex END AS sex,
    CASE WHEN members.is_minor THEN '' ELSE members.age END AS age,
    CASE WHEN members.is_minor THEN '' ELSE members.labour END AS labour,
    CASE WHEN members.is_minor THEN '' ELSE members.health END AS health,
    CASE WHEN members.is_minor THEN '' ELSE members.school END AS school,
    CASE WHEN members.is_minor THEN '' ELSE members.insured END AS insured,
    CASE WHEN members.is_minor THEN '' ELSE members.aid END AS aid,
    CASE WHEN members.is_minor THEN '' ELSE work.works END AS works,
    CASE WHEN members.is_minor THEN '' ELSE COALESCE(members.change_code, '') END AS change_code,
    members.in_household
FROM members
LEFT JOIN work ON members.person_id = work.person_id
ORDER BY member_no
