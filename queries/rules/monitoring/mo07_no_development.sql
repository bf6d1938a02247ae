-- title:   不符的: 有劳动力的监测户识别半年以后有开发式帮扶措施
-- grain:   one row per fault
-- params:  $since DATE, $until DATE   first days of months, both included
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said = month of identification; months = threshold dev_measure_months
-- reads:   scoped.household_month, scoped.measure, scoped.threshold
WITH limits AS (
    SELECT
        COALESCE(
            MAX(warn) FILTER (WHERE name = 'dev_measure_months' AND division_code IS NOT NULL),
            MAX(warn) FILTER (WHERE name = 'dev_measure_months')
        ) AS months
    FROM scoped.threshold
),

helped AS (
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
        AND help.category IN ('industry', 'employment', 'finance', 'public_post')
)

SELECT
    one.source_id,
    one.source_row,
    one.stat_month,
    one.town_code,
    one.division_code,
    one.hh_key,
    one.hh_key AS object_key,
    'identified_month' AS column_name,
    CAST(one.identified_month AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.household_month AS one
LEFT JOIN helped ON one.stat_month = helped.stat_month AND one.hh_id = helped.hh_id
CROSS JOIN limits
WHERE
    one.stat_month BETWEEN $since AND $until
    AND one.risk_status = 'active'
    AND NOT one.is_no_labour
    AND helped.hh_id IS NULL
    AND (EXTRACT(YEAR FROM one.stat_month) - EXTRACT(YEAR FROM one.identified_month)) * 12
    + EXTRACT(MONTH FROM one.stat_month)
    - EXTRACT(MONTH FROM one.identified_month)
    >= limits.months
ORDER BY
    one.stat_month,
    one.hh_id
