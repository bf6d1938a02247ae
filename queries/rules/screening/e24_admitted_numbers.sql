-- title:   新纳入户数不超过新发现线索和新纳入人数
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.screening_result
SELECT
    t.source_id,
    t.source_row,
    t.stat_month,
    t.town_code,
    t.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.division_code AS object_key,
    'new_admitted_hh' AS column_name,
    CAST(t.new_admitted_hh AS VARCHAR) AS said,
    CASE WHEN t.new_admitted_hh > t.new_clues THEN 'clues' ELSE 'persons' END AS wanted
FROM scoped.screening_result AS t
WHERE
    t.stat_month BETWEEN $since AND $until
    AND (t.new_admitted_hh > t.new_clues OR t.new_admitted_hh > t.new_admitted_persons)
ORDER BY
    t.stat_month,
    t.round_id,
    t.division_code
