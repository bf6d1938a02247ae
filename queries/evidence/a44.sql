-- title:   预警的凭据: 村的情况和到过这个村的工作队
-- grain:   one row per profile of the village, of the newest year up to the month
-- params:  $object VARCHAR   code of the village
--          $month DATE
-- columns: town_name VARCHAR, village_name VARCHAR, year BIGINT, hh_total BIGINT, persons_total BIGINT, teams BIGINT
-- units:   户, 人; teams = 工作队 that the village ever had
-- reads:   scoped.village_profile, scoped.division, scoped.work_team
SELECT
    town.name AS town_name,
    village.name AS village_name,
    CAST(one.year AS BIGINT) AS year,
    CAST(one.hh_total AS BIGINT) AS hh_total,
    CAST(one.persons_total AS BIGINT) AS persons_total,
    CAST((
        SELECT COUNT(*) FROM scoped.work_team AS team
        WHERE team.division_code = one.division_code
    ) AS BIGINT)
        AS teams
FROM scoped.village_profile AS one
LEFT JOIN scoped.division AS town ON one.town_code = town.division_code
LEFT JOIN scoped.division AS village ON one.division_code = village.division_code
WHERE
    one.division_code = $object
    AND one.year <= EXTRACT(YEAR FROM $month)
ORDER BY one.year DESC
LIMIT 1
