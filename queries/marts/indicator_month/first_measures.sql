-- title:   一月内落实帮扶率
-- grain:   one row per township and month with an identification of the year that is at least 30 days old
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, town_code VARCHAR, measure_within_30d__num BIGINT, measure_within_30d__den BIGINT
-- units:   件 = identifications marked in the year so far; num = with a measure begun by the 30th day after the mark
-- reads:   scoped.identification_case, scoped.measure, scoped.threshold, scoped.household_month,
--          scoped.employment_month
WITH months AS (
    SELECT DISTINCT stat_month
    FROM scoped.household_month
    WHERE stat_month BETWEEN $from_month AND $to_month
    UNION
    SELECT DISTINCT stat_month
    FROM scoped.employment_month
    WHERE stat_month BETWEEN $from_month AND $to_month
),

limits AS (
    SELECT MAX(warn) AS days
    FROM scoped.threshold
    WHERE name = 'measure_within_days'
),

marked AS (
    SELECT
        one.town_code,
        one.case_id,
        one.marked_at,
        limits.days,
        COUNT(help.measure_id) AS timely
    FROM scoped.identification_case AS one
    CROSS JOIN limits
    LEFT JOIN scoped.measure AS help
        ON
            one.hh_id = help.hh_id
            AND help.status <> 'planned'
            AND UNIX_DATE(help.start_date) - UNIX_DATE(one.marked_at) <= limits.days
            AND COALESCE(one.clue_at <= help.end_date, TRUE)
    WHERE
        one.case_kind = 'identify'
        AND one.marked_at IS NOT NULL
        AND one.town_code IN (SELECT any_measure.town_code FROM scoped.measure AS any_measure)
    GROUP BY
        one.town_code,
        one.case_id,
        one.marked_at,
        limits.days
)

SELECT
    months.stat_month,
    marked.town_code,
    COUNT(*) FILTER (WHERE marked.timely > 0) AS measure_within_30d__num,
    COUNT(*) AS measure_within_30d__den
FROM months
INNER JOIN marked
    ON
        marked.marked_at >= CAST(DATE_TRUNC('year', months.stat_month) AS DATE)
        AND UNIX_DATE(marked.marked_at) + marked.days < UNIX_DATE(CAST(months.stat_month + INTERVAL '1' MONTH AS DATE))
GROUP BY
    months.stat_month,
    marked.town_code
ORDER BY
    months.stat_month,
    marked.town_code
