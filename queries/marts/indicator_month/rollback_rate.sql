-- title:   最近12个月的风险回退率
-- grain:   one row per township and month with twelve months of comparable reports behind it
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, town_code VARCHAR, rollback_rate__num BIGINT, rollback_rate__den BIGINT
-- units:   户
-- reads:   scoped.household_month
WITH present AS (
    SELECT
        stat_month,
        hh_id,
        town_code,
        risk_status
    FROM scoped.household_month
    WHERE
        stat_month BETWEEN CAST($from_month - INTERVAL '12' MONTH AS DATE) AND $to_month
),

months_reported AS (
    SELECT DISTINCT
        stat_month,
        town_code
    FROM present
),

turns AS (
    SELECT
        present.stat_month,
        present.town_code,
        COUNT(*) FILTER (WHERE present.risk_status = 'active' AND month_before.risk_status = 'cleared') AS back,
        COUNT(*) FILTER (
            WHERE
            present.risk_status = 'cleared'
            AND COALESCE(month_before.risk_status, 'active') = 'active'
        ) AS cleared
    FROM present
    INNER JOIN months_reported AS reported_before
        ON
            present.stat_month = CAST(reported_before.stat_month + INTERVAL '1' MONTH AS DATE)
            AND present.town_code = reported_before.town_code
    LEFT JOIN present AS month_before
        ON
            present.hh_id = month_before.hh_id
            AND present.stat_month = CAST(month_before.stat_month + INTERVAL '1' MONTH AS DATE)
    GROUP BY
        present.stat_month,
        present.town_code
)

SELECT
    months_reported.stat_month,
    months_reported.town_code,
    CAST(SUM(turns.back) AS BIGINT) AS rollback_rate__num,
    CAST(SUM(turns.cleared) AS BIGINT) AS rollback_rate__den
FROM months_reported
INNER JOIN turns
    ON
        months_reported.town_code = turns.town_code
        AND turns.stat_month > CAST(months_reported.stat_month - INTERVAL '12' MONTH AS DATE)
        AND months_reported.stat_month >= turns.stat_month
WHERE months_reported.stat_month >= $from_month
GROUP BY
    months_reported.stat_month,
    months_reported.town_code
HAVING COUNT(*) = 12
ORDER BY
    months_reported.stat_month,
    months_reported.town_code
