-- title:   是不是应保未保, 逐条
-- grain:   one row per clause of the list (rows/backstop), in the order of judging
-- params:  $hh VARCHAR, $month DATE
-- columns: clause_no INTEGER, clause VARCHAR, decides BOOLEAN, holds BOOLEAN, value VARCHAR, threshold VARCHAR
-- units:   holds is NULL where nothing is known; value = persons in the household, or with 低保 or 特困
-- reads:   scoped.household_month, scoped.person_month
WITH home AS (
    SELECT
        COUNT(*) AS present,
        MAX(CASE WHEN is_no_labour THEN 1 ELSE 0 END) AS no_labour
    FROM scoped.household_month
    WHERE hh_key = $hh AND stat_month = $month
),

people AS (
    SELECT
        COUNT(*) AS persons,
        COUNT(CASE WHEN dibao IN ('rural', 'urban') OR tekun IN ('rural', 'urban') THEN 1 END) AS covered
    FROM scoped.person_month
    WHERE hh_key = $hh AND stat_month = $month AND in_household
)

SELECT
    clauses.clause_no,
    clauses.clause,
    TRUE AS decides,
    CASE clauses.clause
        WHEN 'present' THEN home.present > 0
        WHEN 'no_labour' THEN home.no_labour = 1
        WHEN 'people' THEN people.persons > 0
        ELSE CASE WHEN people.persons > 0 THEN people.covered = 0 END
    END AS holds,
    CASE clauses.clause
        WHEN 'people' THEN CAST(people.persons AS VARCHAR)
        WHEN 'uncovered' THEN CAST(people.covered AS VARCHAR)
    END AS value,
    CAST(NULL AS VARCHAR) AS threshold
FROM
    (VALUES (1, 'present'), (2, 'no_labour'), (3, 'people'), (4, 'uncovered')) AS clauses (clause_no, clause)
CROSS JOIN home
CROSS JOIN people
ORDER BY clauses.clause_no
