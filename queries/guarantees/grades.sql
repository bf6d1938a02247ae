-- title:   房屋等级
-- grain:   one row per grade that is filled in, then those without one; none when nobody's house is told
-- params:  $area VARCHAR, $month DATE
-- columns: grade VARCHAR, hh BIGINT, persons BIGINT, dilapidated_hh BIGINT, hazard_hh BIGINT, share DOUBLE
-- units:   hh = 户, persons = 人; grade 'none' = 没有填等级; dilapidated_hh = 登记为危房户的; hazard_hh = 危房户或C、D级,
--          the figure house_hazard_hh split by grade; share = 0..1 of the households of the month
-- reads:   scoped.household_month, scoped.division
WITH outside AS (
    SELECT division_code
    FROM scoped.division
    WHERE
        level = 4
        AND NOT in_county_total
        AND LENGTH($area) = 6
),

graded AS (
    SELECT
        COALESCE(house_grade, 'none') AS grade,
        COUNT(*) AS hh,
        SUM(hh_persons) AS persons,
        COUNT(CASE WHEN house_dilapidated THEN 1 END) AS dilapidated_hh,
        COUNT(CASE WHEN COALESCE(house_dilapidated, FALSE) OR house_grade IN ('C', 'D') THEN 1 END) AS hazard_hh,
        COUNT(house_dilapidated) + COUNT(house_grade) AS told
    FROM scoped.household_month
    WHERE
        stat_month = $month
        AND division_code LIKE $area || '%'
        AND town_code NOT IN (SELECT o.division_code FROM outside AS o)
    GROUP BY COALESCE(house_grade, 'none')
),

whole AS (
    SELECT
        SUM(hh) AS hh,
        SUM(told) AS told
    FROM graded
)

SELECT
    g.grade,
    CAST(g.hh AS BIGINT) AS hh,
    CAST(g.persons AS BIGINT) AS persons,
    CAST(g.dilapidated_hh AS BIGINT) AS dilapidated_hh,
    CAST(g.hazard_hh AS BIGINT) AS hazard_hh,
    CAST(g.hh AS DOUBLE) / NULLIF(CAST(w.hh AS DOUBLE), 0) AS share
FROM graded AS g
CROSS JOIN whole AS w
WHERE w.told > 0
ORDER BY g.grade
