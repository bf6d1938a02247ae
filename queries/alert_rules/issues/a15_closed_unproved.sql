-- title:   没有佐证或没有核验就销号的问题
-- grain:   one row per issue and month at whose end it counts as closed
-- params:  $since DATE, $until DATE
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, hh_key VARCHAR, object_key VARCHAR, since DATE,
--          due_at DATE, severity VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said = the day of closing
-- reads:   scoped.household_month, scoped.issue_rectification
WITH months AS (
    SELECT
        stat_month,
        CAST(stat_month + INTERVAL '1' MONTH AS DATE) AS next_month,
        EXTRACT(YEAR FROM stat_month) AS year_no,
        EXTRACT(MONTH FROM stat_month) AS month_no
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
    one.closed_at AS since,
    CAST(NULL AS DATE) AS due_at,
    'orange' AS severity,
    CAST(one.closed_at AS VARCHAR) AS said,
    CASE WHEN one.evidence_ref IS NULL THEN 'evidence' ELSE 'verify' END AS wanted
FROM months
INNER JOIN scoped.issue_rectification AS one
    ON
        months.next_month > one.closed_at
        AND one.state <> 'reopened'
        AND (one.evidence_ref IS NULL OR one.verified_at IS NULL OR one.verified_at > one.closed_at)
ORDER BY
    months.stat_month,
    one.issue_id
