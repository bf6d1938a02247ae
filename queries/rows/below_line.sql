-- title:   收入年度人均纯收入低于一条线、或在一段收入里的农户
-- grain:   one row per household with an income of the year
-- params:  $area VARCHAR, $month DATE
--          $income_year INTEGER     status of the households is that of its December
--          $line_yuan DOUBLE?       below means less than
--          $band_low DOUBLE?        only this band of 1,000 yuan; 30,000 and more is one band
--          $pop_group VARCHAR?      alleviated, monitored (with labour), counted (the two), no_labour or not_listed
--          $help VARCHAR?           in_force, planned (none in force) or bare, at the month's end
-- columns: hh_key VARCHAR, village_name VARCHAR, pop_group VARCHAR, mon_type VARCHAR, help VARCHAR,
--          persons_year INTEGER
-- units:   persons_year = 人 of the income year
-- reads:   scoped.income_year, scoped.household_month, scoped.measure, scoped.division
WITH helping AS (
    SELECT
        hh_id,
        MAX(CASE WHEN status = 'planned' THEN 0 ELSE 1 END) AS is_in_force
    FROM scoped.measure
    WHERE
        status = 'planned'
        OR (start_date < CAST($month + INTERVAL '1' MONTH AS DATE) AND (end_date IS NULL OR end_date >= $month))
    GROUP BY hh_id
),

december AS (
    SELECT
        hh_id,
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

judged AS (
    SELECT
        income.hh_key,
        income.division_code,
        income.persons_year,
        december.mon_type,
        COALESCE(december.pop_group, 'not_listed') AS pop_group,
        CASE helping.is_in_force WHEN 1 THEN 'in_force' WHEN 0 THEN 'planned' ELSE 'bare' END AS help
    FROM scoped.income_year AS income
    LEFT JOIN december ON income.hh_id = december.hh_id
    LEFT JOIN helping ON income.hh_id = helping.hh_id
    WHERE
        income.income_year = $income_year
        AND income.window_type <> 'rolling_12m_before_event'
        AND income.division_code LIKE $area || '%'
        AND ($line_yuan IS NULL OR CAST(income.net_per_capita AS DOUBLE) < $line_yuan)
        AND (
            $band_low IS NULL
            OR LEAST(FLOOR(CAST(income.net_per_capita AS DOUBLE) / 1000) * 1000, 30000) = $band_low
        )
)

SELECT
    judged.hh_key,
    village.name AS village_name,
    judged.pop_group,
    judged.mon_type,
    judged.help,
    judged.persons_year
FROM judged
LEFT JOIN scoped.division AS village ON judged.division_code = village.division_code
WHERE
    (
        $pop_group IS NULL
        OR judged.pop_group = $pop_group
        OR ($pop_group = 'counted' AND judged.pop_group IN ('alleviated', 'monitored'))
    )
    AND ($help IS NULL OR judged.help = $help)
ORDER BY judged.division_code, judged.hh_key
