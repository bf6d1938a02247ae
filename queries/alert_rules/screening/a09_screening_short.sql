-- title:   集中排查没有做到全覆盖，或大乡镇一户也没有排查出来
-- grain:   one row per township and month after the end of the year's latest round
-- params:  $since DATE, $until DATE
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, hh_key VARCHAR, object_key VARCHAR, since DATE,
--          due_at DATE, severity VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said = 户 screened of 户 to screen; large = more rural households than the threshold
-- reads:   scoped.household_month, scoped.threshold, scoped.screening_round, scoped.division,
--          scoped.screening_result
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
        rule.warn AS min_hh,
        ROW_NUMBER() OVER (
            PARTITION BY clock.stat_month
            ORDER BY LENGTH(COALESCE(rule.division_code, '')) DESC, COALESCE(rule.year, 0) DESC, rule.threshold_id ASC
        ) AS choice
    FROM months AS clock
    INNER JOIN scoped.threshold AS rule
        ON
            rule.name = 'screening_find_min_hh'
            AND LENGTH(COALESCE(rule.division_code, '')) <= 6
            AND COALESCE(rule.year, clock.year_no) = clock.year_no
),

rounds AS (
    SELECT
        months.stat_month,
        one.round_id,
        one.end_date,
        ROW_NUMBER() OVER (PARTITION BY months.stat_month ORDER BY one.end_date DESC, one.round_id DESC) AS newest
    FROM months
    INNER JOIN scoped.screening_round AS one
        ON
            months.next_month > CAST(one.end_date + INTERVAL '1' DAY AS DATE)
            AND EXTRACT(YEAR FROM one.end_date) = months.year_no
),

towns AS (
    SELECT
        rounds.stat_month,
        rounds.round_id,
        rounds.end_date,
        place.division_code AS town_code,
        place.rural_hh
    FROM rounds
    INNER JOIN scoped.division AS place
        ON
            place.level = 4
            AND place.rural_hh > 0
            AND rounds.stat_month >= CAST(DATE_TRUNC('month', place.valid_from) AS DATE)
            AND COALESCE(rounds.stat_month <= place.valid_to, TRUE)
    WHERE rounds.newest = 1
),

screened AS (
    SELECT
        towns.stat_month,
        towns.town_code,
        towns.end_date,
        towns.rural_hh,
        COALESCE(SUM(result.hh_total), 0) AS hh,
        SUM(result.new_admitted_hh) AS found
    FROM towns
    LEFT JOIN scoped.screening_result AS result
        ON
            towns.round_id = result.round_id
            AND towns.town_code = result.town_code
            AND towns.stat_month >= result.stat_month
    GROUP BY
        towns.stat_month,
        towns.town_code,
        towns.end_date,
        towns.rural_hh
)

SELECT
    screened.stat_month,
    screened.town_code,
    CAST(NULL AS VARCHAR) AS division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    screened.town_code AS object_key,
    CAST(screened.end_date + INTERVAL '1' DAY AS DATE) AS since,
    CAST(NULL AS DATE) AS due_at,
    'orange' AS severity,
    CONCAT('应排查', CAST(screened.rural_hh AS VARCHAR), '户，已排查', CAST(CAST(screened.hh AS BIGINT) AS VARCHAR), '户')
        AS said,
    CASE WHEN screened.hh < screened.rural_hh THEN 'short' ELSE 'none' END AS wanted
FROM screened
INNER JOIN limits ON screened.stat_month = limits.stat_month AND limits.choice = 1
WHERE
    screened.hh < screened.rural_hh
    OR (screened.found = 0 AND screened.rural_hh > limits.min_hh)
ORDER BY
    screened.stat_month,
    screened.town_code
