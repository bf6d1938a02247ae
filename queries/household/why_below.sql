-- title:   为什么在或不在收入线以下的名单上, 逐条
-- grain:   one row per line (county_target: 万元以下; provincial_range: 低于监测范围) and clause of its list
--          (below_10k/households, group counted), in the order of judging
-- params:  $hh VARCHAR, $month DATE
-- columns: line_code VARCHAR, clause_no INTEGER, clause VARCHAR, decides BOOLEAN, holds BOOLEAN, value VARCHAR,
--          threshold VARCHAR
-- units:   holds is NULL where nothing is known; value = a year, a code or 元; threshold = 元
-- reads:   scoped.household_month, scoped.income_year, scoped.income_line
WITH asked AS (
    SELECT
        EXTRACT(YEAR FROM $month) - CASE WHEN EXTRACT(MONTH FROM $month) = 12 THEN 0 ELSE 1 END AS income_year
),

income AS (
    SELECT
        MAX(CAST(net_per_capita AS DOUBLE)) AS net_pc,
        MAX(division_code) AS division_code
    FROM scoped.income_year
    WHERE
        hh_key = $hh
        AND window_type <> 'rolling_12m_before_event'
        AND income_year = EXTRACT(YEAR FROM $month) - CASE WHEN EXTRACT(MONTH FROM $month) = 12 THEN 0 ELSE 1 END
),

december AS (
    SELECT
        COUNT(*) AS present,
        MAX(hh_type) AS hh_type,
        MAX(mon_type) AS mon_type,
        MAX(CASE WHEN is_no_labour THEN 1 ELSE 0 END) AS no_labour
    FROM scoped.household_month
    WHERE
        hh_key = $hh
        AND stat_month = CASE
            WHEN EXTRACT(MONTH FROM $month) = 12 THEN $month
            ELSE CAST(DATE_TRUNC('year', $month) - INTERVAL '1' MONTH AS DATE)
        END
),

lines AS (
    SELECT
        line.line_code,
        CAST(line.value_yuan AS DOUBLE) AS yuan,
        ROW_NUMBER() OVER (
            PARTITION BY line.line_code ORDER BY LENGTH(line.division_code) DESC, line.line_id ASC
        ) AS nearness
    FROM scoped.income_line AS line
    INNER JOIN asked ON line.year = asked.income_year + 1
    INNER JOIN income
        ON
            income.division_code LIKE line.division_code || '%'
            OR SUBSTR(income.division_code, 1, 4) || '00' = line.division_code
            OR SUBSTR(income.division_code, 1, 2) || '0000' = line.division_code
)

SELECT
    codes.line_code,
    clauses.clause_no,
    clauses.clause,
    TRUE AS decides,
    CASE clauses.clause
        WHEN 'told' THEN income.net_pc IS NOT NULL
        WHEN 'line' THEN lines.yuan IS NOT NULL
        WHEN 'below' THEN income.net_pc < lines.yuan
        WHEN 'listed' THEN december.present > 0
        WHEN 'group' THEN december.mon_type IS NOT NULL OR december.hh_type = 'alleviated'
        ELSE december.no_labour = 0
    END AS holds,
    CASE clauses.clause
        WHEN 'below' THEN CAST(ROUND(income.net_pc, 2) AS VARCHAR)
        WHEN 'group' THEN COALESCE(december.mon_type, december.hh_type)
        ELSE CAST(CAST(asked.income_year AS INTEGER) AS VARCHAR)
    END AS value,
    CASE WHEN clauses.clause IN ('below', 'line') THEN CAST(lines.yuan AS VARCHAR) END AS threshold
FROM
    (
        VALUES (1, 'told'), (2, 'line'), (3, 'below'), (4, 'listed'), (5, 'group'), (6, 'labour')
    ) AS clauses (clause_no, clause)
CROSS JOIN (VALUES ('county_target'), ('provincial_range')) AS codes (line_code)
CROSS JOIN asked
CROSS JOIN income
CROSS JOIN december
LEFT JOIN lines ON codes.line_code = lines.line_code AND lines.nearness = 1
ORDER BY codes.line_code, clauses.clause_no
