-- title:   与上年相比跨过这条线的户数和人数, 两个方向
-- grain:   one row per direction, whether or not it has a household: rose (last year below, this year not), fell (the
--          other way), stayed_below, new_below (below now, not reported last year)
-- params:  $area VARCHAR
--          $income_year INTEGER     both years are held against the same line, so that only incomes move
--          $line_yuan DOUBLE
-- columns: direction_no INTEGER, direction VARCHAR, hh BIGINT, persons BIGINT
-- units:   hh = 户, persons = 人 of the income year; only households that count (with labour, alleviated or monitored)
-- reads:   scoped.income_year, scoped.household_month
WITH incomes AS (
    SELECT hh_id, persons_year, CAST(net_per_capita AS DOUBLE) AS net_pc
    FROM scoped.income_year
    WHERE
        income_year = $income_year
        AND window_type <> 'rolling_12m_before_event'
        AND division_code LIKE $area || '%'
),

december AS (
    SELECT
        hh_id,
        CASE
            WHEN is_no_labour THEN 'no_labour'
            WHEN mon_type IS NOT NULL THEN 'monitored'
            WHEN hh_type = 'alleviated' THEN 'alleviated'
            ELSE 'not_listed'
        END AS pop_group
    FROM scoped.household_month
    WHERE stat_month = CAST(CAST($income_year AS VARCHAR) || '-12-01' AS DATE)
),

year_before AS (
    SELECT hh_id, CAST(MAX(net_per_capita) AS DOUBLE) AS net_pc
    FROM scoped.income_year
    WHERE
        income_year = $income_year - 1
        AND window_type <> 'rolling_12m_before_event'
        AND division_code LIKE $area || '%'
    GROUP BY hh_id
),

placed AS (
    SELECT
        incomes.persons_year,
        CASE
            WHEN year_before.net_pc < $line_yuan AND incomes.net_pc >= $line_yuan THEN 'rose'
            WHEN year_before.net_pc >= $line_yuan AND incomes.net_pc < $line_yuan THEN 'fell'
            WHEN year_before.net_pc < $line_yuan AND incomes.net_pc < $line_yuan THEN 'stayed_below'
            WHEN year_before.net_pc IS NULL AND incomes.net_pc < $line_yuan THEN 'new_below'
        END AS direction
    FROM incomes
    INNER JOIN december ON incomes.hh_id = december.hh_id
    LEFT JOIN year_before ON incomes.hh_id = year_before.hh_id
    WHERE december.pop_group IN ('alleviated', 'monitored')
)

SELECT
    directions.direction_no,
    directions.direction,
    COUNT(placed.persons_year) AS hh,
    CAST(COALESCE(SUM(placed.persons_year), 0) AS BIGINT) AS persons
FROM (VALUES (1, 'fell'), (2, 'rose'), (3, 'stayed_below'), (4, 'new_below')) AS directions (direction_no, direction)
LEFT JOIN placed ON directions.direction = placed.direction
GROUP BY directions.direction_no, directions.direction
ORDER BY directions.direction_no
