-- title:   返贫致贫户在户信息里，认定时应已纳入监测
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.return_to_poverty, scoped.household_month
SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'hh_id' AS column_name,
    CAST(t.confirmed_at AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.return_to_poverty AS t
WHERE
    NOT EXISTS (
        SELECT 1
        FROM scoped.household_month AS h
        WHERE h.hh_id = t.hh_id AND h.mon_type IS NOT NULL
    )
ORDER BY
    t.hh_key
