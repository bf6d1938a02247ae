-- title:   获贷率, 按村和月
-- grain:   one row per village and month of a year in which households were asked by then
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, loan_penetration__num BIGINT,
--          loan_penetration__den BIGINT
-- units:   户 eligible and willing when last asked in the 12 months to the month's end; with a balance on a loan
--          issued by then
-- reads:   scoped.loan_need, scoped.microloan, scoped.household_month
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
        months.next_month,
        one.town_code,
        one.division_code,
        one.hh_id,
        one.eligible,
        one.willing,
        ROW_NUMBER()
            OVER (PARTITION BY months.stat_month, one.hh_id ORDER BY one.asked_at DESC, one.year DESC)
            AS choice
    FROM months
    INNER JOIN scoped.loan_need AS one
        ON
            months.next_month > one.asked_at
            AND CAST(months.next_month - INTERVAL '12' MONTH AS DATE) <= one.asked_at
),

households AS (
    SELECT
        asked.stat_month,
        asked.town_code,
        asked.division_code,
        asked.hh_id,
        MAX(CASE WHEN loan.balance > 0 THEN 1 ELSE 0 END) AS has_loan
    FROM asked
    LEFT JOIN scoped.microloan AS loan
        ON asked.hh_id = loan.hh_id AND asked.next_month > loan.issue_date
    WHERE asked.choice = 1 AND asked.eligible AND asked.willing
    GROUP BY
        asked.stat_month,
        asked.town_code,
        asked.division_code,
        asked.hh_id
)

SELECT
    stat_month,
    town_code,
    division_code,
    CAST(SUM(has_loan) AS BIGINT) AS loan_penetration__num,
    COUNT(*) AS loan_penetration__den
FROM households
GROUP BY
    stat_month,
    town_code,
    division_code
ORDER BY
    stat_month,
    town_code,
    division_code
