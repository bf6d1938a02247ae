-- title:   返贫致贫户, 按村和月
-- grain:   one row per village and month that sent its report, or has a household on the list
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, return_to_poverty_hh BIGINT,
--          return_to_poverty_hh__returned BIGINT, return_to_poverty_hh__fallen BIGINT
-- units:   户 confirmed and not yet resolved at the month's end; a village that reported and has none is 0
-- reads:   scoped.return_to_poverty, scoped.return_report, scoped.household_month
WITH months AS (
    SELECT
        stat_month,
        CAST(stat_month + INTERVAL '1' MONTH AS DATE) AS next_month,
        CAST(DATE_TRUNC('year', stat_month) AS DATE) AS new_year,
        EXTRACT(YEAR FROM stat_month) AS year_no,
        EXTRACT(MONTH FROM stat_month) AS month_no
    FROM scoped.household_month
    WHERE stat_month BETWEEN $from_month AND $to_month
    GROUP BY stat_month
),

told AS (
    SELECT
        report_month AS stat_month,
        town_code,
        division_code,
        CAST(NULL AS VARCHAR) AS return_kind
    FROM scoped.return_report
    WHERE report_month BETWEEN $from_month AND $to_month
    UNION ALL
    SELECT
        months.stat_month,
        one.town_code,
        one.division_code,
        one.return_kind
    FROM months
    INNER JOIN scoped.return_to_poverty AS one
        ON
            months.next_month > one.confirmed_at
            AND (one.resolved_at IS NULL OR months.next_month <= one.resolved_at)
)

SELECT
    stat_month,
    town_code,
    division_code,
    COUNT(return_kind) AS return_to_poverty_hh,
    COUNT(*) FILTER (WHERE return_kind = 'returned') AS return_to_poverty_hh__returned,
    COUNT(*) FILTER (WHERE return_kind = 'fallen') AS return_to_poverty_hh__fallen
FROM told
GROUP BY
    stat_month,
    town_code,
    division_code
ORDER BY
    stat_month,
    town_code,
    division_code
