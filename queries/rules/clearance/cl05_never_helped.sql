-- title:   不符的: 帮扶消除的户有过帮扶措施
-- grain:   one row per fault
-- params:  $since DATE, $until DATE   first days of months, both included
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said, wanted = what stands there, what should
-- reads:   scoped.household_month, scoped.measure
WITH helped AS (
    SELECT DISTINCT
        one.stat_month,
        one.hh_id
    FROM scoped.household_month AS one
    INNER JOIN scoped.measure AS help
        ON
            one.hh_id = help.hh_id
            AND help.start_date < CAST(one.stat_month + INTERVAL '1' MONTH AS DATE)
            AND COALESCE(one.identified_month <= help.end_date, TRUE)
    WHERE
        one.stat_month BETWEEN $since AND $until
        AND one.mon_type IS NOT NULL
        AND help.status <> 'planned'
)

SELECT
    one.source_id,
    one.source_row,
    one.stat_month,
    one.town_code,
    one.division_code,
    one.hh_key,
    one.hh_key AS object_key,
    'clear_mode' AS column_name,
    one.clear_mode AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.household_month AS one
LEFT JOIN helped ON one.stat_month = helped.stat_month AND one.hh_id = helped.hh_id
WHERE
    one.stat_month BETWEEN $since AND $until
    AND one.clear_mode = 'helped'
    AND helped.hh_id IS NULL
ORDER BY
    one.stat_month,
    one.hh_id
