-- title:   与上年相比跨过这条线的农户
-- grain:   one row per household that crossed in the direction asked, the largest move first; cut at $limit
-- params:  $area VARCHAR
--          $income_year INTEGER     both years are held against the same line
--          $line_yuan DOUBLE
--          $direction VARCHAR       rose or fell
--          $limit INTEGER, $offset INTEGER
-- columns: hh_key VARCHAR, village_name VARCHAR, head_name VARCHAR, persons_year INTEGER, pop_group VARCHAR,
--          mon_type VARCHAR, direction VARCHAR
-- units:   persons_year = 人; mon_type = none when not monitored
-- reads:   scoped.income_year, scoped.household_month, scoped.division
WITH incomes AS (
    SELECT hh_id, hh_key, division_code, persons_year, CAST(net_per_capita AS DOUBLE) AS net_pc
    FROM scoped.income_year
    WHERE
        income_year = $income_year
        AND window_type <> 'rolling_12m_before_event'
        AND division_code LIKE $area || '%'
),

december AS (
    SELECT
        hh_id,
        head_name,
        mon_type,
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

crossed AS (
    SELECT
        incomes.hh_key,
        incomes.division_code,
        incomes.persons_year,
        december.head_name,
        december.mon_type,
        december.pop_group,
        CASE WHEN incomes.net_pc < $line_yuan THEN 'fell' ELSE 'rose' END AS direction,
        ABS(incomes.net_pc - year_before.net_pc) AS moved
    FROM incomes
    INNER JOIN december ON incomes.hh_id = december.hh_id
    INNER JOIN year_before ON incomes.hh_id = year_before.hh_id
    WHERE
        december.pop_group IN ('alleviated', 'monitored')
        AND (incomes.net_pc < $line_yuan) <> (year_before.net_pc < $line_yuan)
)

SELECT
    crossed.hh_key,
    village.name AS village_name,
    crossed.head_name,
    crossed.persons_year,
    crossed.pop_group,
    COALESCE(crossed.mon_type, 'none') AS mon_type,
    crossed.direction
FROM crossed
LEFT JOIN scoped.division AS village ON crossed.division_code = village.division_code
WHERE crossed.direction = $direction
ORDER BY crossed.moved DESC, crossed.hh_key ASC
LIMIT $limit OFFSET $offset
