-- title:   不符的: 人均纯收入低于监测范围的户已纳入监测
-- grain:   one row per fault
-- params:  $since DATE, $until DATE   first days of months, both included
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said, wanted = yuan; the line of the working year after the income year, of the nearest place; no line, no
--          judgement; monitored in that December or in any month since
-- reads:   scoped.household_month, scoped.income_line, scoped.income_year
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

incomes AS (
    SELECT
        source_id,
        source_row,
        income_year,
        LEAST(CAST(CONCAT(CAST(income_year AS VARCHAR), '-12-01') AS DATE), $until) AS stat_month,
        town_code,
        division_code,
        hh_id,
        hh_key,
        net_per_capita
    FROM scoped.income_year
    WHERE
        income_year BETWEEN EXTRACT(YEAR FROM $since) - 1 AND EXTRACT(YEAR FROM $until)
        AND window_type <> 'rolling_12m_before_event'
),

towns AS (
    SELECT DISTINCT
        income_year,
        town_code
    FROM incomes
),

ranked AS (
    SELECT
        towns.income_year,
        towns.town_code,
        line_areas.value_yuan,
        ROW_NUMBER() OVER (
            PARTITION BY towns.income_year, towns.town_code
            ORDER BY LENGTH(line_areas.prefix) DESC, line_areas.line_id ASC
        ) AS nearness
    FROM towns
    INNER JOIN line_areas
        ON
            towns.income_year + 1 = line_areas.line_year
            AND SUBSTR(towns.town_code, 1, LENGTH(line_areas.prefix)) = line_areas.prefix
),

known AS (
    SELECT
        hh_id,
        MAX(CASE WHEN mon_type IS NOT NULL THEN stat_month END) AS last_monitored
    FROM scoped.household_month
    WHERE stat_month <= $until
    GROUP BY hh_id
)

SELECT
    incomes.source_id,
    incomes.source_row,
    incomes.stat_month,
    incomes.town_code,
    incomes.division_code,
    incomes.hh_key,
    incomes.hh_key AS object_key,
    'net_per_capita' AS column_name,
    CAST(incomes.net_per_capita AS VARCHAR) AS said,
    CAST(CAST(ranked.value_yuan AS INTEGER) AS VARCHAR) AS wanted
FROM incomes
INNER JOIN ranked
    ON
        incomes.income_year = ranked.income_year
        AND incomes.town_code = ranked.town_code
        AND ranked.nearness = 1
INNER JOIN known ON incomes.hh_id = known.hh_id
WHERE
    incomes.net_per_capita < ranked.value_yuan
    AND COALESCE(known.last_monitored < incomes.stat_month, TRUE)
ORDER BY
    incomes.stat_month,
    incomes.hh_id
