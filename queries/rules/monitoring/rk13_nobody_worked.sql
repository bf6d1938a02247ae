-- title:   不符的: 因务工就业不稳的户里，一年内有人务工
-- grain:   one row per fault
-- params:  $since DATE, $until DATE   first days of months, both included
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   the twelve months up to the month judged; only in townships that report work
-- reads:   scoped.employment_month, scoped.household_month
WITH telling AS (
    SELECT DISTINCT stat_month
    FROM scoped.employment_month
    WHERE stat_month BETWEEN $since AND $until
),

worked AS (
    SELECT DISTINCT
        one.stat_month,
        one.hh_id
    FROM scoped.household_month AS one
    INNER JOIN scoped.employment_month AS work
        ON
            one.hh_id = work.hh_id
            AND work.stat_month BETWEEN CAST(one.stat_month - INTERVAL '11' MONTH AS DATE) AND one.stat_month
    WHERE
        one.stat_month BETWEEN $since AND $until
        AND 'job_unstable' IN (one.risk_1, one.risk_2, one.risk_3, one.risk_4, one.risk_5)
        AND work.working
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
INNER JOIN telling ON one.stat_month = telling.stat_month
LEFT JOIN worked ON one.stat_month = worked.stat_month AND one.hh_id = worked.hh_id
WHERE
    one.stat_month BETWEEN $since AND $until
    AND one.risk_status = 'active'
    AND 'job_unstable' IN (one.risk_1, one.risk_2, one.risk_3, one.risk_4, one.risk_5)
    AND worked.hh_id IS NULL
ORDER BY
    one.stat_month,
    one.hh_id
