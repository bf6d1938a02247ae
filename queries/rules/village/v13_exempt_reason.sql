-- title:   没有卫生室的村写明免建原因
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.clinic
SELECT
    t.source_id,
    t.source_row,
    LEAST(CAST(CONCAT(CAST(t.year AS VARCHAR), '-12-01') AS DATE), $until) AS stat_month,
    t.town_code,
    t.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.division_code AS object_key,
    'exempt_reason' AS column_name,
    CAST(NULL AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.clinic AS t
WHERE
    t.year BETWEEN EXTRACT(YEAR FROM $since) - 1 AND EXTRACT(YEAR FROM $until)
    AND t.clinics = 0
    AND TRIM(COALESCE(t.exempt_reason, '')) = ''
ORDER BY
    t.division_code,
    t.year
