-- title:   农户逐年收入, 对照当年各条线
-- grain:   one row per income year and window; a line that was not set for the year and place is NULL;
--          a line's year is the working year: 2023's lines judge the incomes of 2022
-- params:  $hh VARCHAR, $month DATE
-- columns: income_year INTEGER, window_type VARCHAR, wage_pc DOUBLE, operating_pc DOUBLE, property_pc DOUBLE,
--          transfer_pc DOUBLE, expense_pc DOUBLE, net_total DOUBLE, persons_year INTEGER, net_per_capita DOUBLE,
--          national_floor DOUBLE, provincial_range DOUBLE, county_subline DOUBLE, county_target DOUBLE
-- units:   _pc, net_per_capita and the lines = 元 a person and year, net_total = 元 a household and year;
--          persons_year = 人; net_per_capita = wage + operating + property + transfer - expense, each _pc
-- reads:   scoped.income_year, scoped.income_line
WITH incomes AS (
    SELECT
        hh_id,
        division_code,
        income_year,
        window_type,
        wage,
        operating,
        property,
        transfer,
        operating_expense,
        net_total,
        persons_year,
        net_per_capita
    FROM scoped.income_year
    WHERE
        hh_key = $hh
        AND CAST(CAST(income_year AS VARCHAR) || '-12-01' AS DATE) <= $month
),

line_areas AS (
    SELECT
        year AS line_year,
        line_code,
        value_yuan,
        line_id,
        CASE
            WHEN division_code = '000000' THEN ''
            WHEN division_code LIKE '__0000' THEN SUBSTR(division_code, 1, 2)
            WHEN division_code LIKE '____00' THEN SUBSTR(division_code, 1, 4)
            ELSE division_code
        END AS prefix
    FROM scoped.income_line
),

nearest AS (
    SELECT
        incomes.income_year,
        incomes.window_type,
        line_areas.line_code,
        line_areas.value_yuan,
        ROW_NUMBER() OVER (
            PARTITION BY incomes.income_year, incomes.window_type, line_areas.line_code
            ORDER BY LENGTH(line_areas.prefix) DESC, line_areas.line_id ASC
        ) AS nearness
    FROM incomes
    INNER JOIN line_areas
        ON incomes.income_year + 1 = line_areas.line_year AND incomes.division_code LIKE line_areas.prefix || '%'
),

lines AS (
    SELECT
        income_year,
        window_type,
        MAX(CASE WHEN line_code = 'national_floor' THEN value_yuan END) AS national_floor,
        MAX(CASE WHEN line_code = 'provincial_range' THEN value_yuan END) AS provincial_range,
        MAX(CASE WHEN line_code = 'county_subline' THEN value_yuan END) AS county_subline,
        MAX(CASE WHEN line_code = 'county_target' THEN value_yuan END) AS county_target
    FROM nearest
    WHERE nearness = 1
    GROUP BY income_year, window_type
)

SELECT
    incomes.income_year,
    incomes.window_type,
    CAST(incomes.wage AS DOUBLE) / incomes.persons_year AS wage_pc,
    CAST(incomes.operating AS DOUBLE) / incomes.persons_year AS operating_pc,
    CAST(incomes.property AS DOUBLE) / incomes.persons_year AS property_pc,
    CAST(incomes.transfer AS DOUBLE) / incomes.persons_year AS transfer_pc,
    CAST(incomes.operating_expense AS DOUBLE) / incomes.persons_year AS expense_pc,
    CAST(incomes.net_total AS DOUBLE) AS net_total,
    incomes.persons_year,
    CAST(incomes.net_per_capita AS DOUBLE) AS net_per_capita,
    CAST(lines.national_floor AS DOUBLE) AS national_floor,
    CAST(lines.provincial_range AS DOUBLE) AS provincial_range,
    CAST(lines.county_subline AS DOUBLE) AS county_subline,
    CAST(lines.county_target AS DOUBLE) AS county_target
FROM incomes
LEFT JOIN lines ON incomes.income_year = lines.income_year AND incomes.window_type = lines.window_type
ORDER BY incomes.income_year, incomes.window_type
