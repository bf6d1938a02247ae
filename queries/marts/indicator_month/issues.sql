-- title:   问题整改: 总数、未销号、超期、销号、反弹、天数, 按乡镇和月
-- grain:   one row per township and month with an issue found by then (the county's own list left out)
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, town_code VARCHAR, issue_total BIGINT, issue_open BIGINT, issue_overdue BIGINT,
--          issue_close_rate__num BIGINT, issue_close_rate__den BIGINT, issue_reopen_rate__num BIGINT,
--          issue_reopen_rate__den BIGINT, issue_days__num BIGINT, issue_days__den BIGINT
-- units:   个 found in the year so far or still open at its start (came back: open); closed by the
--          month's end; reopened over closed; 天 from claim to closing
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
        COALESCE(one.closed_at < months.next_month AND one.state <> 'reopened', FALSE) AS is_closed,
        COALESCE(one.closed_at < months.next_month, FALSE) AS was_closed,
        COALESCE(one.reopened_count, 0) > 0 AS is_reopened,
        COALESCE(one.due_at < months.next_month, FALSE) AS is_due,
        COALESCE(one.claimed_at < months.next_month, FALSE) AS is_claimed,
        UNIX_DATE(one.closed_at) - UNIX_DATE(one.claimed_at) AS days
    FROM months
    INNER JOIN scoped.issue_rectification AS one
        ON
            months.next_month > one.found_at
            AND (
                months.new_year <= one.found_at
                OR one.closed_at IS NULL
                OR months.new_year <= one.closed_at
                OR one.state = 'reopened'
            )
            AND SUBSTR(one.town_code, 7, 3) <> '000'
)

SELECT
    stat_month,
    town_code,
    COUNT(*) AS issue_total,
    COUNT(*) FILTER (WHERE NOT is_closed) AS issue_open,
    COUNT(*) FILTER (WHERE NOT is_closed AND is_due) AS issue_overdue,
    COUNT(*) FILTER (WHERE is_claimed AND is_closed) AS issue_close_rate__num,
    COUNT(*) FILTER (WHERE is_claimed) AS issue_close_rate__den,
    COUNT(*) FILTER (WHERE was_closed AND is_reopened) AS issue_reopen_rate__num,
    COUNT(*) FILTER (WHERE was_closed) AS issue_reopen_rate__den,
    CAST(SUM(CASE WHEN is_closed THEN days END) AS BIGINT) AS issue_days__num,
    COUNT(CASE WHEN is_closed THEN days END) AS issue_days__den
FROM issues
GROUP BY
    stat_month,
    town_code
ORDER BY
    stat_month,
    town_code
