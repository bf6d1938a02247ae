-- title:   脱贫户和未消除风险的监测户每月至少走访一次
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.household_month, scoped.household_visit
SELECT
    CAST(NULL AS VARCHAR) AS source_id,
    CAST(NULL AS INTEGER) AS source_row,
    t.stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'hh_id' AS column_name,
    CAST(NULL AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.household_month AS t
WHERE
    t.stat_month BETWEEN $since AND $until
    AND (t.hh_type = 'alleviated' OR t.risk_status = 'active')
    AND EXISTS (
        SELECT 1 FROM scoped.household_visit AS m
        WHERE m.visit_month = t.stat_month AND m.town_code = t.town_code
    )
    AND NOT EXISTS (
        SELECT 1 FROM scoped.household_visit AS v
        WHERE v.hh_id = t.hh_id AND v.visit_month = t.stat_month
    )
ORDER BY
    t.stat_month,
    t.hh_id
