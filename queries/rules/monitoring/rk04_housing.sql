-- title:   不符的: 有因安全住房风险的，有住房安全保障或搬迁措施
-- grain:   one row per fault
-- params:  $since DATE, $until DATE   first days of months, both included
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   from the month after identification on
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
        AND help.category IN ('housing', 'relocation')
)

SELECT
    one.source_id,
    one.source_row,
    one.stat_month,
    one.town_code,
    one.division_code,
    one.hh_key,
    one.hh_key AS object_key,
    'risk_1' AS column_name,
    CAST(NULL AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.household_month AS one
LEFT JOIN helped ON one.stat_month = helped.stat_month AND one.hh_id = helped.hh_id
WHERE
    one.stat_month BETWEEN $since AND $until
    AND one.risk_status = 'active'
    AND 'housing' IN (one.risk_1, one.risk_2, one.risk_3, one.risk_4, one.risk_5)
    AND one.identified_month < one.stat_month
    AND helped.hh_id IS NULL
ORDER BY
    one.stat_month,
    one.hh_id
