-- title:   年度、任期考核的期次是1
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.assessment
SELECT
    t.source_id,
    t.source_row,
    LEAST(CAST(CONCAT(CAST(t.year AS VARCHAR), '-12-01') AS DATE), $until) AS stat_month,
    t.town_code,
    t.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.object_id AS object_key,
    'period_no' AS column_name,
    CAST(t.period_no AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.assessment AS t
WHERE
    t.year BETWEEN EXTRACT(YEAR FROM $since) - 1 AND EXTRACT(YEAR FROM $until)
    AND t.period <> 'quarter'
    AND t.period_no <> 1
ORDER BY
    t.object_kind,
    t.object_id,
    t.year,
    t.period,
    t.period_no
