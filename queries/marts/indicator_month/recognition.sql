-- title:   群众认可度, 按乡镇和月
-- grain:   one row per township and month of a year with interviews by then
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, town_code VARCHAR, recognition_rate__num BIGINT, recognition_rate__den BIGINT
-- units:   户 asked in the year so far, and those who approve
-- reads:   scoped.recognition_interview, scoped.household_month
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

asked AS (
    SELECT
        months.stat_month,
        one.town_code,
        one.approves
    FROM months
    INNER JOIN scoped.recognition_interview AS one
        ON
            months.new_year <= one.interview_date
            AND months.next_month > one.interview_date
)

SELECT
    stat_month,
    town_code,
    COUNT(*) FILTER (WHERE approves) AS recognition_rate__num,
    COUNT(approves) AS recognition_rate__den
FROM asked
GROUP BY
    stat_month,
    town_code
ORDER BY
    stat_month,
    town_code
