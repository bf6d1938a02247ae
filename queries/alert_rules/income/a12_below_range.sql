-- title:   收入低于监测范围而没有纳入监测，也没有记录理由
-- grain:   one row per alleviated household with labour and month; the same households as
--          below_range_hh.alleviated_with_labour, without those that are monitored by now or were looked at
-- params:  $since DATE, $until DATE
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, hh_key VARCHAR, object_key VARCHAR, since DATE,
--          due_at DATE, severity VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said, wanted = 元 a person, the range of the working year; looked at = a case of identification begun
--          after the income window's end (30 September of the closed year)
-- reads:   scoped.household_month, scoped.income_year, scoped.income_line, scoped.identification_case
WITH months AS (
    SELECT
        stat_month,
        CAST(stat_month + INTERVAL '1' MONTH AS DATE) AS next_month,
        EXTRACT(YEAR FROM stat_month) AS year_no,
        EXTRACT(YEAR FROM stat_month) - CASE WHEN EXTRACT(MONTH FROM stat_month) = 12 THEN 0 ELSE 1 END AS closed_year
    FROM scoped.household_month
    WHERE stat_month BETWEEN $since AND $until
    GROUP BY stat_month
),

-- One income a household and year: of two windows the one of the annual collection.
incomes AS (
    SELECT
        hh_id,
        income_year,
        town_code,
        net_per_capita,
        ROW_NUMBER() OVER (PARTITION BY hh_id, income_year ORDER BY window_type) AS choice
    FROM scoped.income_year
    WHERE
        window_type <> 'rolling_12m_before_event'
        AND income_year IN (SELECT months.closed_year FROM months)
),

december AS (
    SELECT
        hh_id,
        EXTRACT(YEAR FROM stat_month) AS income_year,
        mon_type,
        hh_type
    FROM scoped.household_month
    WHERE
        NOT is_no_labour
        AND EXTRACT(MONTH FROM stat_month) = 12
        AND stat_month BETWEEN CAST($since - INTERVAL '12' MONTH AS DATE) AND $until
),

-- The nearest line of the working year, for each township: the lines of 2023 judge the incomes of 2022.
lines AS (
    SELECT
        known_towns.income_year,
        known_towns.town_code,
        line.line_code,
        line.value_yuan,
        ROW_NUMBER() OVER (
            PARTITION BY known_towns.income_year, known_towns.town_code, line.line_code
            ORDER BY LENGTH(line.division_code) DESC, line.line_id ASC
        ) AS nearness
    FROM (SELECT DISTINCT incomes.income_year, incomes.town_code FROM incomes) AS known_towns
    INNER JOIN scoped.income_line AS line
        ON
            line.line_code = 'provincial_range'
            AND line.year = known_towns.income_year + 1
            AND known_towns.town_code LIKE line.division_code || '%'
)

SELECT
    months.stat_month,
    home.town_code,
    home.division_code,
    home.hh_key,
    home.hh_key AS object_key,
    CAST(CONCAT(CAST(months.closed_year AS VARCHAR), '-12-01') AS DATE) AS since,
    CAST(NULL AS DATE) AS due_at,
    'red' AS severity,
    CAST(CAST(ROUND(incomes.net_per_capita, 0) AS BIGINT) AS VARCHAR) AS said,
    CAST(CAST(ROUND(lines.value_yuan, 0) AS BIGINT) AS VARCHAR) AS wanted
FROM months
INNER JOIN incomes ON months.closed_year = incomes.income_year AND incomes.choice = 1
INNER JOIN december
    ON
        incomes.hh_id = december.hh_id
        AND incomes.income_year = december.income_year
        AND december.mon_type IS NULL
        AND december.hh_type = 'alleviated'
INNER JOIN lines
    ON
        incomes.income_year = lines.income_year
        AND incomes.town_code = lines.town_code
        AND lines.nearness = 1
        AND incomes.net_per_capita < lines.value_yuan
INNER JOIN scoped.household_month AS home
    ON
        incomes.hh_id = home.hh_id
        AND months.stat_month = home.stat_month
        AND home.stat_month BETWEEN $since AND $until
        AND home.mon_type IS NULL
LEFT JOIN scoped.identification_case AS looked_at
    ON
        incomes.hh_id = looked_at.hh_id
        AND looked_at.case_kind = 'identify'
        AND months.next_month > looked_at.clue_at
        AND looked_at.clue_at >= CAST(CONCAT(CAST(months.closed_year AS VARCHAR), '-10-01') AS DATE)
WHERE looked_at.case_id IS NULL
ORDER BY
    months.stat_month,
    home.hh_key
