-- title:   不符的: 有消除后情况的户已消除，消除时间相同
-- grain:   one row per fault
-- params:  $until DATE   first day of the last month
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said = month of clearing told; households of the last month judged; who was rolled back since is let be
-- reads:   scoped.clearance, scoped.household_month, scoped.identification_case
SELECT
    one.source_id,
    one.source_row,
    CAST($until AS DATE) AS stat_month,
    one.town_code,
    one.division_code,
    one.hh_key,
    one.hh_key AS object_key,
    'cleared_month' AS column_name,
    CAST(one.cleared_month AS VARCHAR) AS said,
    CASE WHEN home.cleared_month IS NULL THEN 'active' ELSE 'other' END AS wanted
FROM scoped.clearance AS one
INNER JOIN scoped.household_month AS home ON one.hh_id = home.hh_id AND home.stat_month = $until
LEFT JOIN scoped.identification_case AS back
    ON
        one.hh_id = back.hh_id
        AND back.case_kind = 'rollback'
        AND one.cleared_month <= back.clue_at
WHERE
    home.mon_type IS NOT NULL
    AND back.case_id IS NULL
    AND COALESCE(home.cleared_month <> one.cleared_month, TRUE)
    AND one.cleared_month <= $until
ORDER BY
    one.hh_id,
    one.cleared_month
