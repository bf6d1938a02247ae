-- title:   形成线索的走访写明发现情况
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.household_visit
SELECT
    t.source_id,
    t.source_row,
    t.visit_month AS stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'findings' AS column_name,
    t.findings AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.household_visit AS t
WHERE
    t.visit_month BETWEEN $since AND $until
    AND t.clue_raised
    AND t.findings = 'none'
ORDER BY
    t.visit_month,
    t.visit_id
