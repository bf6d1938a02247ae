-- title:   有综合保障措施的户，家里有低保、特困或残疾人
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.measure, scoped.household_month, scoped.person_month
SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'category' AS column_name,
    CAST(NULL AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.measure AS t
WHERE
    t.category = 'comprehensive'
    AND t.status = 'ongoing'
    AND t.start_date < CAST($until + INTERVAL '1' MONTH AS DATE)
    AND EXISTS (
        SELECT 1 FROM scoped.household_month AS h
        WHERE h.hh_id = t.hh_id AND h.stat_month = $until
    )
    AND NOT EXISTS (
        SELECT 1
        FROM scoped.person_month AS m
        WHERE
            m.hh_id = t.hh_id
            AND m.stat_month = $until
            AND m.in_household
            AND (m.dibao IN ('rural', 'urban') OR m.tekun IN ('rural', 'urban') OR m.health LIKE '%disabled%')
    )
ORDER BY
    t.measure_id
