-- title:   部门推送的预警按期核实
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.threshold, scoped.department_warning
WITH
days_rule AS (
    SELECT warn AS days
    FROM scoped.threshold
    WHERE
        name = 'clue_check_days'
        AND LENGTH(COALESCE(division_code, '')) <= 6
        AND COALESCE(year, EXTRACT(YEAR FROM $until)) = EXTRACT(YEAR FROM $until)
    ORDER BY LENGTH(COALESCE(division_code, '')) DESC, COALESCE(year, 0) DESC, threshold_id ASC
    LIMIT 1
)

SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'checked_at' AS column_name,
    CAST(t.pushed_at AS VARCHAR) AS said,
    CAST(CAST(r.days AS INTEGER) AS VARCHAR) AS wanted
FROM scoped.department_warning AS t
CROSS JOIN days_rule AS r
WHERE
    t.checked_at IS NULL
    AND t.result IS NULL
    AND UNIX_DATE(t.pushed_at) + r.days < UNIX_DATE(CAST($until + INTERVAL '1' MONTH AS DATE))
ORDER BY
    t.push_id
