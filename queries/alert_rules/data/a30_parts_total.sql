-- title:   排查各类户数之和不等于合计的村
-- grain:   one row per village, round and month of the round's year, from the month in which it was reported
-- params:  $since DATE, $until DATE
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, hh_key VARCHAR, object_key VARCHAR, since DATE,
--          due_at DATE, severity VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said = the sum of the classes, wanted = the total as reported, 户
-- reads:   scoped.household_month, scoped.screening_result
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
    result.town_code,
    result.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    result.division_code AS object_key,
    result.stat_month AS since,
    CAST(result.stat_month + INTERVAL '1' MONTH + INTERVAL '2' DAY AS DATE) AS due_at,
    'orange' AS severity,
    CAST(
        COALESCE(result.hh_ordinary, 0)
        + COALESCE(result.hh_alleviated, 0)
        + COALESCE(result.hh_monitored_active, 0)
        + COALESCE(result.hh_monitored_cleared, 0) AS VARCHAR
    ) AS said,
    CAST(result.hh_total AS VARCHAR) AS wanted
FROM months
INNER JOIN scoped.screening_result AS result
    ON
        months.stat_month >= result.stat_month
        AND EXTRACT(YEAR FROM result.stat_month) = months.year_no
        AND result.hh_ordinary IS NOT NULL
        AND result.hh_alleviated IS NOT NULL
        AND result.hh_monitored_active IS NOT NULL
        AND result.hh_total <> COALESCE(result.hh_ordinary, 0)
        + COALESCE(result.hh_alleviated, 0)
        + COALESCE(result.hh_monitored_active, 0)
        + COALESCE(result.hh_monitored_cleared, 0)
ORDER BY
    months.stat_month,
    result.division_code,
    result.round_id
