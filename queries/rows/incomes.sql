-- title:   线下户指标背后的农户: 计入的, 和没有计入的及原因
-- grain:   one row per household with an income of the year; amount adds up to the figure over rows without dropped_by
-- params:  $area VARCHAR, $month DATE
--          $indicator VARCHAR       below_range, below_8k or below_10k, in 户 or 人, whole or by group
-- columns: hh_key VARCHAR, village_name VARCHAR, head_name VARCHAR, hh_type VARCHAR, mon_type VARCHAR,
--          persons_year INTEGER, amount DOUBLE, dropped_by VARCHAR
-- units:   amount = 1 a household, or its persons of the income year where the id counts 人
-- reads:   scoped.income_year, scoped.household_month, scoped.income_line, scoped.division
WITH asked AS (
    SELECT
        CASE WHEN EXTRACT(MONTH FROM $month) = 12 THEN EXTRACT(YEAR FROM $month) ELSE EXTRACT(YEAR FROM $month) - 1 END
            AS income_year,
        CASE
            WHEN $indicator LIKE 'below_range%' THEN 'provincial_range'
            WHEN $indicator LIKE 'below_8k%' THEN 'county_subline'
            ELSE 'county_target'
        END AS line_code
),

line AS (
    SELECT CAST(MAX(income_line.value_yuan) AS DOUBLE) AS yuan
    FROM scoped.income_line
    INNER JOIN asked ON income_line.line_code = asked.line_code AND income_line.year = asked.income_year + 1
    WHERE
        $area LIKE income_line.division_code || '%'
        OR SUBSTR($area, 1, 4) || '00' = income_line.division_code
        OR SUBSTR($area, 1, 2) || '0000' = income_line.division_code
),

judged AS (
    SELECT
        income.hh_key,
        income.division_code,
        december.head_name,
        december.hh_type,
        december.mon_type,
        income.persons_year,
        CASE
            WHEN december.hh_id IS NULL THEN 'not_on_list_then'
            WHEN CAST(income.net_per_capita AS DOUBLE) >= line.yuan THEN 'above_line'
            WHEN line.yuan IS NULL THEN 'no_line'
            WHEN december.is_no_labour THEN 'no_labour'
            WHEN december.mon_type IS NULL AND december.hh_type <> 'alleviated' THEN 'not_alleviated'
            WHEN
                $indicator LIKE '%.alleviated_with_labour' AND december.mon_type IS NOT NULL
                THEN 'counted_as_monitored'
            WHEN $indicator LIKE '%.monitored' AND december.mon_type IS NULL THEN 'not_monitored'
        END AS dropped_by
    FROM scoped.income_year AS income
    INNER JOIN asked ON income.income_year = asked.income_year
    CROSS JOIN line
    LEFT JOIN scoped.household_month AS december
        ON
            income.hh_id = december.hh_id
            AND december.stat_month = CAST(CAST(asked.income_year AS VARCHAR) || '-12-01' AS DATE)
    WHERE
        income.division_code LIKE $area || '%'
        AND income.window_type <> 'rolling_12m_before_event'
)

SELECT
    judged.hh_key,
    village.name AS village_name,
    judged.head_name,
    judged.hh_type,
    judged.mon_type,
    judged.persons_year,
    CASE WHEN $indicator LIKE '%persons%' THEN CAST(judged.persons_year AS DOUBLE) ELSE 1.0E0 END AS amount,
    judged.dropped_by
FROM judged
LEFT JOIN scoped.division AS village ON judged.division_code = village.division_code
ORDER BY
    judged.division_code,
    judged.hh_key
