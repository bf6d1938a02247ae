-- title:   不符的: 因病的户有合规自付支出
-- grain:   one row per fault
-- params:  $since DATE, $until DATE   first days of months, both included
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   a household whose risk was illness in the last month of the income year that is there, identified by then
-- reads:   scoped.household_month, scoped.income_year
WITH incomes AS (
    SELECT
        source_id,
        source_row,
        LEAST(CAST(CONCAT(CAST(income_year AS VARCHAR), '-12-01') AS DATE), $until) AS stat_month,
        town_code,
        division_code,
        hh_id,
        hh_key
    FROM scoped.income_year
    WHERE
        income_year BETWEEN EXTRACT(YEAR FROM $since) - 1 AND EXTRACT(YEAR FROM $until)
        AND compliant_self_paid = 0
)

SELECT
    incomes.source_id,
    incomes.source_row,
    incomes.stat_month,
    incomes.town_code,
    incomes.division_code,
    incomes.hh_key,
    incomes.hh_key AS object_key,
    'compliant_self_paid' AS column_name,
    CAST(NULL AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM incomes
INNER JOIN scoped.household_month AS one ON incomes.hh_id = one.hh_id AND incomes.stat_month = one.stat_month
WHERE
    one.risk_status = 'active'
    AND 'illness' IN (one.risk_1, one.risk_2, one.risk_3, one.risk_4, one.risk_5)
ORDER BY
    incomes.stat_month,
    incomes.hh_id
