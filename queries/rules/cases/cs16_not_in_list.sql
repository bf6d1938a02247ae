-- title:   不符的: 纳入的户在监测对象里
-- grain:   one row per fault
-- params:  $until DATE   first day of the last month
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said = day of the mark; households of the month $until that are there; cases as they stand, under the
--          month $until
-- reads:   scoped.household_month, scoped.identification_case
SELECT
    one.source_id,
    one.source_row,
    CAST($until AS DATE) AS stat_month,
    one.town_code,
    one.division_code,
    one.hh_key,
    one.hh_key AS object_key,
    'hh_id' AS column_name,
    CAST(one.marked_at AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.identification_case AS one
INNER JOIN scoped.household_month AS home ON one.hh_id = home.hh_id AND home.stat_month = $until
WHERE
    one.case_kind = 'identify'
    AND one.result = 'admitted'
    AND one.marked_at < CAST($until + INTERVAL '1' MONTH AS DATE)
    AND home.mon_type IS NULL
ORDER BY one.case_id
