-- title:   不符的: 消除后没有失学辍学、住房损毁、未参保、饮水损毁
-- grain:   one row per fault
-- params:  $until DATE   first day of the last month
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said, wanted = what stands there, what should
-- reads:   scoped.clearance
WITH problems AS (
    SELECT
        source_id,
        source_row,
        town_code,
        division_code,
        hh_id,
        hh_key,
        cleared_month,
        'dropout_after' AS column_name
    FROM scoped.clearance
    WHERE dropout_after
    UNION ALL
    SELECT
        source_id,
        source_row,
        town_code,
        division_code,
        hh_id,
        hh_key,
        cleared_month,
        'house_damaged_after' AS column_name
    FROM scoped.clearance
    WHERE house_damaged_after
    UNION ALL
    SELECT
        source_id,
        source_row,
        town_code,
        division_code,
        hh_id,
        hh_key,
        cleared_month,
        'uninsured_after' AS column_name
    FROM scoped.clearance
    WHERE uninsured_after
    UNION ALL
    SELECT
        source_id,
        source_row,
        town_code,
        division_code,
        hh_id,
        hh_key,
        cleared_month,
        'water_damaged_after' AS column_name
    FROM scoped.clearance
    WHERE water_damaged_after
)

SELECT
    source_id,
    source_row,
    CAST($until AS DATE) AS stat_month,
    town_code,
    division_code,
    hh_key,
    hh_key AS object_key,
    column_name,
    CAST(NULL AS VARCHAR) AS said,
    column_name AS wanted
FROM problems
ORDER BY
    hh_id,
    cleared_month,
    column_name
