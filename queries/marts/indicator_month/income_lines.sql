-- title:   本工作年度的增收目标线和优先帮扶线
-- grain:   one row per county and township and month of a year for which a line is set
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, area_code VARCHAR, level INTEGER, town_code VARCHAR, income_line_target DOUBLE,
--          income_subline DOUBLE
-- units:   元 a person and year
-- reads:   scoped.income_line, scoped.division, scoped.household_month, scoped.employment_month
WITH months AS (
    SELECT DISTINCT stat_month
    FROM scoped.household_month
    WHERE stat_month BETWEEN $from_month AND $to_month
    UNION
    SELECT DISTINCT stat_month
    FROM scoped.employment_month
    WHERE stat_month BETWEEN $from_month AND $to_month
),

nearest AS (
    SELECT
        months.stat_month,
        place.division_code AS area_code,
        place.level,
        place.town_code,
        line.line_code,
        CAST(line.value_yuan AS DOUBLE) AS value_yuan,
        ROW_NUMBER() OVER (
            PARTITION BY months.stat_month, place.division_code, line.line_code
            ORDER BY LENGTH(line.division_code) DESC, line.line_id ASC
        ) AS nearness
    FROM months
    INNER JOIN scoped.income_line AS line
        ON
            line.year = EXTRACT(YEAR FROM months.stat_month)
            AND line.line_code IN ('county_target', 'county_subline')
    INNER JOIN scoped.division AS place
        ON
            place.level IN (3, 4)
            AND place.division_code LIKE line.division_code || '%'
)

SELECT
    stat_month,
    area_code,
    level,
    town_code,
    MAX(value_yuan) FILTER (WHERE line_code = 'county_target') AS income_line_target,
    MAX(value_yuan) FILTER (WHERE line_code = 'county_subline') AS income_subline
FROM nearest
WHERE nearness = 1
GROUP BY
    stat_month,
    area_code,
    level,
    town_code
ORDER BY
    stat_month,
    area_code
