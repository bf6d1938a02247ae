-- title:   不符的: 有收入的户在户信息里
-- grain:   one row per fault
-- params:  $since DATE, $until DATE   first days of months, both included
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   households of any month from the December before to $until; an income stands under the December of its
--          year, or under $until before that
-- reads:   scoped.household_month, scoped.income_year
WITH homes AS (
    SELECT DISTINCT hh_id
    FROM scoped.household_month
    WHERE stat_month <= $until
),

judged AS (
    SELECT
        source_id,
        source_row,
        LEAST(CAST(CONCAT(CAST(income_year AS VARCHAR), '-12-01') AS DATE), $until) AS stat_month,
        town_code,
        division_code,
        hh_id,
        hh_key,
        income_year
    FROM scoped.income_year
    WHERE income_year BETWEEN EXTRACT(YEAR FROM $since) - 1 AND EXTRACT(YEAR FROM $until)
)

SELECT
    judged.source_id,
    judged.source_row,
    judged.stat_month,
    judged.town_code,
    judged.division_code,
    judged.hh_key,
    judged.hh_key AS object_key,
    'hh_id' AS column_name,
    CAST(NULL AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM judged
LEFT JOIN homes AS home ON judged.hh_id = home.hh_id
WHERE home.hh_id IS NULL
ORDER BY
    judged.stat_month,
    judged.hh_id
