-- title:   入户核查表: 当月入户核查的农户
-- grain:   one row per onsite visit of a household in the month, by village
-- params:  $area VARCHAR, $month DATE
-- columns: village_name VARCHAR, group_name VARCHAR, head_name VARCHAR, hh_persons INTEGER, hh_type VARCHAR,
--          mon_type VARCHAR, visit_date DATE, visitor_role VARCHAR, house_dilapidated BOOLEAN, water_safe BOOLEAN,
--          insured BIGINT, members BIGINT, findings VARCHAR, clue_raised BOOLEAN
-- units:   mon_type = none when not monitored; insured = 人 with the residents' or workers' medical insurance, members =
--          人 of whom it is known; the household as of the month
-- reads:   scoped.household_visit, scoped.household_month, scoped.person_month, scoped.division
WITH visits AS (
    SELECT
        w.visit_id,
        w.hh_id,
        w.division_code,
        w.visit_date,
        w.visitor_role,
        w.findings,
        w.clue_raised
    FROM scoped.household_visit AS w
    WHERE
        w.visit_month = $month
        AND w.mode = 'onsite'
        AND w.division_code LIKE $area || '%'
),

people AS (
    SELECT
        p.hh_id,
        COUNT(*) FILTER (WHERE p.insured_resident OR p.insured_employee) AS insured,
        COUNT(*) FILTER (WHERE p.insured_resident IS NOT NULL OR p.insured_employee IS NOT NULL) AS members
    FROM scoped.person_month AS p
    WHERE
        p.stat_month = $month
        AND p.in_household
        AND p.division_code LIKE $area || '%'
    GROUP BY p.hh_id
)

SELECT
    d.name AS village_name,
    h.group_name,
    h.head_name,
    h.hh_persons,
    h.hh_type,
    COALESCE(h.mon_type, 'none') AS mon_type,
    v.visit_date,
    v.visitor_role,
    h.house_dilapidated,
    h.water_safe,
    p.insured,
    p.members,
    v.findings,
    v.clue_raised
FROM visits AS v
INNER JOIN scoped.household_month AS h ON v.hh_id = h.hh_id AND h.stat_month = $month
LEFT JOIN people AS p ON v.hh_id = p.hh_id
LEFT JOIN scoped.division AS d ON v.division_code = d.division_code
ORDER BY
    v.division_code,
    h.hh_key,
    v.visit_date,
    v.visit_id
