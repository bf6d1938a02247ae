-- title:   验收日期不早于所属年度
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.industry_project_hh
SELECT
    t.source_id,
    t.source_row,
    LEAST(CAST(CONCAT(CAST(t.year AS VARCHAR), '-12-01') AS DATE), $until) AS stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'accepted_at' AS column_name,
    CAST(t.accepted_at AS VARCHAR) AS said,
    CAST(t.year AS VARCHAR) AS wanted
FROM scoped.industry_project_hh AS t
WHERE
    t.year BETWEEN EXTRACT(YEAR FROM $since) - 1 AND EXTRACT(YEAR FROM $until)
    AND EXTRACT(YEAR FROM t.accepted_at) < t.year
ORDER BY
    t.hh_id,
    t.year,
    t.item
