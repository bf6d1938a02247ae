-- title:   慢性病证的办证日期不早于确诊日期
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.chronic_certificate
SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'certified_at' AS column_name,
    CAST(t.certified_at AS VARCHAR) AS said,
    CAST(t.diagnosed_at AS VARCHAR) AS wanted
FROM scoped.chronic_certificate AS t
WHERE
    t.certified_at < t.diagnosed_at
ORDER BY
    t.person_id,
    t.disease
