-- title:   有小额信贷措施的户在贷款表里
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.measure, scoped.microloan
SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'category' AS column_name,
    t.sub AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.measure AS t
WHERE
    t.category = 'finance'
    AND t.sub LIKE '%信贷%'
    AND t.start_date >= CAST($until - INTERVAL '12' MONTH AS DATE)
    AND NOT EXISTS (
        SELECT 1 FROM scoped.microloan AS l
        WHERE l.hh_id = t.hh_id
    )
ORDER BY
    t.measure_id
