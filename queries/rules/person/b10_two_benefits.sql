-- title:   不符的: 低保和特困供养不同时享受
-- grain:   one row per fault
-- params:  $since DATE, $until DATE   first days of months, both included
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said, wanted = what stands there, what should
-- reads:   scoped.person_month
SELECT
    source_id,
    source_row,
    stat_month,
    town_code,
    division_code,
    hh_key,
    hh_key AS object_key,
    'dibao' AS column_name,
    CAST(NULL AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.person_month
WHERE
    stat_month BETWEEN $since AND $until
    AND dibao IN ('rural', 'urban')
    AND tekun IN ('rural', 'urban')
ORDER BY
    stat_month,
    person_id
