-- title:   为什么在或不在监测对象名单上, 逐条
-- grain:   one row per clause of the list (monitoring/households), in the order of judging
-- params:  $hh VARCHAR, $month DATE
-- columns: clause_no INTEGER, clause VARCHAR, decides BOOLEAN, holds BOOLEAN, value VARCHAR, threshold VARCHAR
-- units:   decides = the list asks for it (the others only explain); holds is NULL where nothing is known;
--          value = a code, a month or 元; threshold = 元
-- reads:   scoped.household_month, scoped.income_year, scoped.income_line
WITH home AS (
    SELECT
        COUNT(*) AS present,
        MAX(mon_type) AS mon_type,
        MAX(risk_status) AS risk_status,
        MAX(risk_1) AS risk,
        MAX(division_code) AS division_code,
        MAX(SUBSTR(CAST(identified_month AS VARCHAR), 1, 7)) AS identified_month
    FROM scoped.household_month
    WHERE hh_key = $hh AND stat_month = $month
),

income AS (
    SELECT MAX(CAST(net_per_capita AS DOUBLE)) AS net_pc
    FROM scoped.income_year
    WHERE
        hh_key = $hh
        AND window_type <> 'rolling_12m_before_event'
        AND income_year = EXTRACT(YEAR FROM $month) - CASE WHEN EXTRACT(MONTH FROM $month) = 12 THEN 0 ELSE 1 END
),

lines AS (
    SELECT
        CAST(line.value_yuan AS DOUBLE) AS yuan,
        ROW_NUMBER() OVER (ORDER BY LENGTH(line.division_code) DESC, line.line_id ASC) AS nearness
    FROM scoped.income_line AS line
    INNER JOIN home
        ON
            home.division_code LIKE line.division_code || '%'
            OR SUBSTR(home.division_code, 1, 4) || '00' = line.division_code
            OR SUBSTR(home.division_code, 1, 2) || '0000' = line.division_code
    WHERE
        line.line_code = 'provincial_range'
        AND line.year
        = EXTRACT(YEAR FROM $month) + CASE WHEN EXTRACT(MONTH FROM $month) = 12 THEN 1 ELSE 0 END
)

SELECT
    clauses.clause_no,
    clauses.clause,
    clauses.clause IN ('present', 'marked') AS decides,
    CASE clauses.clause
        WHEN 'present' THEN home.present > 0
        WHEN 'marked' THEN home.mon_type IS NOT NULL
        WHEN 'active' THEN home.risk_status = 'active'
        WHEN 'risk' THEN home.risk IS NOT NULL
        ELSE income.net_pc < lines.yuan
    END AS holds,
    CASE clauses.clause
        WHEN 'marked' THEN home.mon_type
        WHEN 'active' THEN home.identified_month
        WHEN 'risk' THEN home.risk
        WHEN 'income' THEN CAST(ROUND(income.net_pc, 2) AS VARCHAR)
    END AS value,
    CASE WHEN clauses.clause = 'income' THEN CAST(lines.yuan AS VARCHAR) END AS threshold
FROM (VALUES (1, 'present'), (2, 'marked'), (3, 'active'), (4, 'risk'), (5, 'income')) AS clauses (clause_no, clause)
CROSS JOIN home
CROSS JOIN income
LEFT JOIN lines ON lines.nearness = 1
WHERE clauses.clause IN ('present', 'marked') OR home.present > 0
ORDER BY clauses.clause_no
