-- title:   不符的: 整户无劳动力的暂不消除
-- grain:   one row per fault
-- params:  $since DATE, $until DATE   first days of months, both included
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   judged while the county has the condition no_labour_kept
-- reads:   scoped.clear_rule, scoped.household_month
SELECT
    one.source_id,
    one.source_row,
    one.stat_month,
    one.town_code,
    one.division_code,
    one.hh_key,
    one.hh_key AS object_key,
    'risk_status' AS column_name,
    CAST(NULL AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.household_month AS one
INNER JOIN
    scoped.clear_rule AS kept
    ON kept.clear_rule_id = 'no_labour_kept' AND COALESCE(one.cleared_month >= kept.valid_from, TRUE)
WHERE
    one.stat_month BETWEEN $since AND $until
    AND one.risk_status = 'cleared'
    AND one.is_no_labour
ORDER BY
    one.stat_month,
    one.hh_id
