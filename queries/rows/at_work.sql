-- title:   当月务工的人, 按去向
-- grain:   one row per person at work in the month
-- params:  $area VARCHAR, $month DATE
--          $place VARCHAR?          a code of places of work; unknown = not reported; all = everybody
--          $compared_with DATE?     only of townships that reported this month too
-- columns: hh_key VARCHAR, village_name VARCHAR, place_class VARCHAR, place_name VARCHAR, channel VARCHAR
-- units:   -
-- reads:   scoped.employment_month, scoped.division
WITH told_too AS (
    SELECT DISTINCT town_code
    FROM scoped.employment_month
    WHERE stat_month = $compared_with
)

SELECT
    work.hh_key,
    village.name AS village_name,
    work.place_class,
    work.place_name,
    work.channel
FROM scoped.employment_month AS work
LEFT JOIN told_too ON work.town_code = told_too.town_code
LEFT JOIN scoped.division AS town ON work.town_code = town.division_code
LEFT JOIN scoped.division AS village ON work.division_code = village.division_code
WHERE
    work.stat_month = $month
    AND work.working
    AND COALESCE(work.division_code, work.town_code) LIKE $area || '%'
    AND (LENGTH($area) > 6 OR town.in_county_total)
    AND ($compared_with IS NULL OR told_too.town_code IS NOT NULL)
    AND ($place IS NULL OR $place = 'all' OR COALESCE(work.place_class, 'unknown') = $place)
ORDER BY work.division_code, work.person_id
