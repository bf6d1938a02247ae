-- title:   过了整改时限还没有销号的问题
-- grain:   one row per issue and month that ends after its date and before its closing
-- params:  $since DATE, $until DATE
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, hh_key VARCHAR, object_key VARCHAR, since DATE,
--          due_at DATE, severity VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said = the day, wanted = days past it at the month's end
-- reads:   scoped.issue_rectification, scoped.household_month
WITH months AS (
    SELECT
        stat_month,
        CAST(stat_month + INTERVAL '1' MONTH AS DATE) AS next_month
    FROM scoped.household_month
    WHERE stat_month BETWEEN $since AND $until
    GROUP BY stat_month
)

SELECT
    months.stat_month,
    one.town_code,
    one.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    one.issue_id AS object_key,
    CAST(one.due_at + INTERVAL '1' DAY AS DATE) AS since,
    CAST(NULL AS DATE) AS due_at,
    'red' AS severity,
    CAST(one.due_at AS VARCHAR) AS said,
    CAST(UNIX_DATE(months.next_month) - UNIX_DATE(one.due_at) - 1 AS VARCHAR) AS wanted
FROM months
INNER JOIN scoped.issue_rectification AS one
    ON
        months.next_month > CAST(one.due_at + INTERVAL '1' DAY AS DATE)
        AND (one.closed_at IS NULL OR months.next_month <= one.closed_at OR one.state = 'reopened')
ORDER BY
    months.stat_month,
    one.issue_id
