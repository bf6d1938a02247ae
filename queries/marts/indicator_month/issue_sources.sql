-- title:   问题数按来源, 按乡镇和月
-- grain:   one row per township, month and source with an issue found by then
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, town_code VARCHAR, split VARCHAR, issue_items BIGINT, issue_items_closed BIGINT
-- units:   个; issues found in the year so far, by source
-- reads:   scoped.issue_rectification, scoped.household_month
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

issues AS (
    SELECT
        months.stat_month,
        one.town_code,
        one.source,
        COALESCE(one.closed_at < months.next_month AND one.state <> 'reopened', FALSE) AS is_closed
    FROM months
    INNER JOIN scoped.issue_rectification AS one
        ON
            months.next_month > one.found_at
            AND months.new_year <= one.found_at
            AND SUBSTR(one.town_code, 7, 3) <> '000'
)

SELECT
    stat_month,
    town_code,
    source AS split,
    COUNT(*) AS issue_items,
    COUNT(*) FILTER (WHERE is_closed) AS issue_items_closed
FROM issues
GROUP BY
    stat_month,
    town_code,
    source
ORDER BY
    stat_month,
    town_code,
    split
