-- title:   各项收入之和不超过总收入
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   元
-- reads:   scoped.collective_economy
SELECT
    t.source_id,
    t.source_row,
    LEAST(CAST(CONCAT(CAST(t.year AS VARCHAR), '-12-01') AS DATE), $until) AS stat_month,
    t.town_code,
    t.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.division_code AS object_key,
    'income_total' AS column_name,
    CAST(t.income_total AS VARCHAR) AS said,
    CAST(COALESCE(t.income_operating, 0) + COALESCE(t.subsidy, 0) AS VARCHAR) AS wanted
FROM scoped.collective_economy AS t
WHERE
    t.year BETWEEN EXTRACT(YEAR FROM $since) - 1 AND EXTRACT(YEAR FROM $until)
    AND (
        COALESCE(t.income_operating, 0) + COALESCE(t.subsidy, 0) > t.income_total
        OR t.income_from_assets > t.income_total
    )
ORDER BY
    t.division_code,
    t.year
