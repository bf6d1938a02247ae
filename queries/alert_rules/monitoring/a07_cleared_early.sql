-- title:   识别后不满规定月数就消除风险
-- grain:   one row per household and month, from its clearing until the months since its identification are over
-- params:  $since DATE, $until DATE
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, hh_key VARCHAR, object_key VARCHAR, since DATE,
--          due_at DATE, severity VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said = months from identification to clearing; natural clearing is left out
-- reads:   scoped.household_month, scoped.threshold
WITH months AS (
    SELECT
        stat_month,
        CAST(stat_month + INTERVAL '1' MONTH AS DATE) AS next_month,
        EXTRACT(YEAR FROM stat_month) AS year_no,
        EXTRACT(MONTH FROM stat_month) AS month_no
    FROM scoped.household_month
    WHERE stat_month BETWEEN $since AND $until
    GROUP BY stat_month
),

limits AS (
    SELECT
        clock.stat_month,
        rule.warn AS months,
        ROW_NUMBER() OVER (
            PARTITION BY clock.stat_month
            ORDER BY LENGTH(COALESCE(rule.division_code, '')) DESC, COALESCE(rule.year, 0) DESC, rule.threshold_id ASC
        ) AS choice
    FROM months AS clock
    INNER JOIN scoped.threshold AS rule
        ON
            rule.name = 'early_clear_months'
            AND LENGTH(COALESCE(rule.division_code, '')) <= 6
            AND COALESCE(rule.year, clock.year_no) = clock.year_no
),

cleared AS (
    SELECT
        stat_month,
        town_code,
        division_code,
        hh_key,
        identified_month,
        cleared_month,
        (EXTRACT(YEAR FROM cleared_month) - EXTRACT(YEAR FROM identified_month)) * 12
        + EXTRACT(MONTH FROM cleared_month) - EXTRACT(MONTH FROM identified_month) AS months_to_clearing,
        (EXTRACT(YEAR FROM stat_month) - EXTRACT(YEAR FROM identified_month)) * 12
        + EXTRACT(MONTH FROM stat_month) - EXTRACT(MONTH FROM identified_month) AS months_to_now
    FROM scoped.household_month
    WHERE
        risk_status = 'cleared'
        AND clear_mode = 'helped'
        AND stat_month BETWEEN $since AND $until
)

SELECT
    cleared.stat_month,
    cleared.town_code,
    cleared.division_code,
    cleared.hh_key,
    cleared.hh_key AS object_key,
    cleared.cleared_month AS since,
    CAST(NULL AS DATE) AS due_at,
    'red' AS severity,
    CAST(CAST(cleared.months_to_clearing AS INTEGER) AS VARCHAR) AS said,
    CASE WHEN cleared.months_to_clearing <= 1 THEN 'at_once' ELSE 'early' END AS wanted
FROM cleared
INNER JOIN limits ON cleared.stat_month = limits.stat_month AND limits.choice = 1
WHERE
    cleared.months_to_clearing < limits.months
    AND cleared.months_to_now < limits.months
ORDER BY
    cleared.stat_month,
    cleared.hh_key
