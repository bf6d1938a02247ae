-- title:   不符的: 脱贫户和监测户都有上一年度的收入
-- grain:   one row per fault
-- params:  $until DATE   first day of the last month
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said = income year: the last that is closed; only in townships that told any income of it; who was
--          identified since is let be; judged in $until alone, as the county stands
-- reads:   scoped.household_month, scoped.income_year
WITH incomes AS (
    SELECT DISTINCT
        hh_id,
        town_code
    FROM scoped.income_year
    WHERE income_year = EXTRACT(YEAR FROM $until) - 1
),

telling AS (
    SELECT DISTINCT town_code
    FROM incomes
)

SELECT
    one.source_id,
    one.source_row,
    one.stat_month,
    one.town_code,
    one.division_code,
    one.hh_key,
    one.hh_key AS object_key,
    'hh_type' AS column_name,
    CAST(CAST(EXTRACT(YEAR FROM $until) - 1 AS INTEGER) AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.household_month AS one
INNER JOIN telling ON one.town_code = telling.town_code
LEFT JOIN incomes ON one.hh_id = incomes.hh_id
WHERE
    one.stat_month = $until
    AND incomes.hh_id IS NULL
    AND COALESCE(one.identified_month < CAST(DATE_TRUNC('year', $until) AS DATE), one.hh_type = 'alleviated')
ORDER BY
    one.stat_month,
    one.hh_id
