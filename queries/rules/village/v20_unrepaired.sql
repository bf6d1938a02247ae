-- title:   水质不合格或停水的按期修复
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.threshold, scoped.water_supply
WITH
days_rule AS (
    SELECT warn AS days
    FROM scoped.threshold
    WHERE
        name = 'water_repair_days'
        AND LENGTH(COALESCE(division_code, '')) <= 6
        AND COALESCE(year, EXTRACT(YEAR FROM $until)) = EXTRACT(YEAR FROM $until)
    ORDER BY LENGTH(COALESCE(division_code, '')) DESC, COALESCE(year, 0) DESC, threshold_id ASC
    LIMIT 1
)

SELECT
    t.source_id,
    t.source_row,
    LEAST(CAST(DATE_TRUNC('month', t.check_date) AS DATE), $until) AS stat_month,
    t.town_code,
    t.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.division_code AS object_key,
    'repair_at' AS column_name,
    CAST(NULL AS VARCHAR) AS said,
    CAST(CAST(r.days AS INTEGER) AS VARCHAR) AS wanted
FROM scoped.water_supply AS t
CROSS JOIN days_rule AS r
WHERE
    EXTRACT(YEAR FROM t.check_date) BETWEEN EXTRACT(YEAR FROM $since) - 1 AND EXTRACT(YEAR FROM $until)
    AND (NOT t.sample_ok OR t.interruption_hours > 0)
    AND t.repair_at IS NULL
    AND UNIX_DATE(t.check_date) + r.days < UNIX_DATE(CAST($until + INTERVAL '1' MONTH AS DATE))
ORDER BY
    t.division_code,
    t.check_date
