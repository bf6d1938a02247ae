-- title:   本期收入年度和各条收入线
-- grain:   one row per kind of line, lowest duty first; a line that nobody set for the year and place has no value
-- params:  $area VARCHAR
--          $month DATE              a month of a year is judged by the latest income year that is closed by then
-- columns: line_no INTEGER, line_code VARCHAR, income_year INTEGER, line_year INTEGER, value_yuan DOUBLE,
--          source_title VARCHAR, source_no VARCHAR, confidence VARCHAR
-- units:   value_yuan = 元 a person and year; a line's year is the working year: 2023's lines judge the incomes of 2022
-- reads:   scoped.income_line
WITH closed AS (
    SELECT
        CAST(
            EXTRACT(YEAR FROM CAST($month AS DATE))
            - CASE WHEN EXTRACT(MONTH FROM CAST($month AS DATE)) = 12 THEN 0 ELSE 1 END AS INTEGER
        ) AS income_year
),

line_areas AS (
    SELECT
        line_id,
        year AS line_year,
        line_code,
        value_yuan,
        source_title,
        source_no,
        confidence,
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
        line_areas.line_code,
        line_areas.value_yuan,
        line_areas.source_title,
        line_areas.source_no,
        line_areas.confidence,
        ROW_NUMBER() OVER (
            PARTITION BY line_areas.line_code
            ORDER BY LENGTH(line_areas.prefix) DESC, line_areas.line_id ASC
        ) AS nearness
    FROM line_areas
    INNER JOIN closed ON line_areas.line_year = closed.income_year + 1
    WHERE $area LIKE line_areas.prefix || '%'
)

SELECT
    kinds.line_no,
    kinds.line_code,
    closed.income_year,
    closed.income_year + 1 AS line_year,
    CAST(nearest.value_yuan AS DOUBLE) AS value_yuan,
    nearest.source_title,
    nearest.source_no,
    nearest.confidence
FROM (VALUES (1, 'provincial_range'), (2, 'county_subline'), (3, 'county_target')) AS kinds (line_no, line_code)
CROSS JOIN closed
LEFT JOIN nearest ON kinds.line_code = nearest.line_code AND nearest.nearness = 1
ORDER BY kinds.line_no
