-- title:   不符的: 消除时人均纯收入不低于当年监测范围
-- grain:   one row per fault
-- params:  $until DATE   first day of the last month
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said, wanted = yuan; the line of the year of clearing, of the nearest place; no line, no judgement
-- reads:   scoped.clearance, scoped.income_line
WITH line_areas AS (
    SELECT
        line_id,
        year AS line_year,
        value_yuan,
        CASE
            WHEN division_code = '000000' THEN ''
            WHEN division_code LIKE '__0000' THEN SUBSTR(division_code, 1, 2)
            WHEN division_code LIKE '____00' THEN SUBSTR(division_code, 1, 4)
            ELSE division_code
        END AS prefix
    FROM scoped.income_line
    WHERE line_code = 'provincial_range'
),

ranked AS (
    SELECT
        one.source_id,
        one.source_row,
        one.town_code,
        one.division_code,
        one.hh_id,
        one.hh_key,
        one.cleared_month,
        one.net_pc_after,
        line_areas.value_yuan,
        ROW_NUMBER() OVER (
            PARTITION BY one.hh_id, one.cleared_month, one.source_row
            ORDER BY LENGTH(line_areas.prefix) DESC, line_areas.line_id ASC
        ) AS nearness
    FROM scoped.clearance AS one
    INNER JOIN line_areas
        ON
            EXTRACT(YEAR FROM one.cleared_month) = line_areas.line_year
            AND SUBSTR(one.town_code, 1, LENGTH(line_areas.prefix)) = line_areas.prefix
)

SELECT
    source_id,
    source_row,
    CAST($until AS DATE) AS stat_month,
    town_code,
    division_code,
    hh_key,
    hh_key AS object_key,
    'net_pc_after' AS column_name,
    CAST(net_pc_after AS VARCHAR) AS said,
    CAST(CAST(value_yuan AS INTEGER) AS VARCHAR) AS wanted
FROM ranked
WHERE
    nearness = 1
    AND net_pc_after < value_yuan
ORDER BY
    stat_month,
    hh_id,
    cleared_month
