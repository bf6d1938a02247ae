-- title:   不符的: 收入年度不晚于数据月份
-- grain:   one row per fault
-- params:  $until DATE   first day of the last month
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said = year
-- reads:   scoped.income_year
SELECT
    source_id,
    source_row,
    CAST($until AS DATE) AS stat_month,
    town_code,
    division_code,
    hh_key,
    hh_key AS object_key,
    'income_year' AS column_name,
    CAST(income_year AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.income_year
WHERE NOT (income_year BETWEEN 2013 AND EXTRACT(YEAR FROM $until))
ORDER BY
    income_year,
    hh_id
