-- title:   不符的: 危房户、饮水不安全的户已纳入监测
-- grain:   one row per fault
-- params:  $since DATE, $until DATE   first days of months, both included
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said, wanted = what stands there, what should
-- reads:   scoped.household_month
WITH unsafe AS (
    SELECT
        source_id,
        source_row,
        stat_month,
        town_code,
        division_code,
        hh_id,
        hh_key,
        'house_dilapidated' AS column_name,
        'house' AS wanted
    FROM scoped.household_month
    WHERE
        stat_month BETWEEN $since AND $until
        AND mon_type IS NULL
        AND house_dilapidated
    UNION ALL
    SELECT
        source_id,
        source_row,
        stat_month,
        town_code,
        division_code,
        hh_id,
        hh_key,
        'water_safe' AS column_name,
        'water' AS wanted
    FROM scoped.household_month
    WHERE
        stat_month BETWEEN $since AND $until
        AND mon_type IS NULL
        AND NOT water_safe
)

SELECT
    source_id,
    source_row,
    stat_month,
    town_code,
    division_code,
    hh_key,
    hh_key AS object_key,
    column_name,
    CAST(NULL AS VARCHAR) AS said,
    wanted
FROM unsafe
ORDER BY
    stat_month,
    hh_id,
    column_name
