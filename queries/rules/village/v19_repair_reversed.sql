-- title:   修复日期不早于监测日期
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.water_supply
SELECT
    t.source_id,
    t.source_row,
    LEAST(CAST(DATE_TRUNC('month', t.check_date) AS DATE), $until) AS stat_month,
    t.town_code,
    t.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.division_code AS object_key,
    'repair_at' AS column_name,
    CAST(t.repair_at AS VARCHAR) AS said,
    CAST(t.check_date AS VARCHAR) AS wanted
FROM scoped.water_supply AS t
WHERE
    EXTRACT(YEAR FROM t.check_date) BETWEEN EXTRACT(YEAR FROM $since) - 1 AND EXTRACT(YEAR FROM $until)
    AND t.repair_at < t.check_date
ORDER BY
    t.division_code,
    t.check_date
