-- title:   雨露计划毕业生就业, 按村和月
-- grain:   one row per village and month with graduates of the last 12 months
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, yulu_graduate_employed__num BIGINT,
--          yulu_graduate_employed__den BIGINT
-- units:   人 who graduated in the 12 months to the month's end; employed by then; whoever was not reached
--          counts as not employed
-- reads:   scoped.yulu_graduate, scoped.household_month
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

graduates AS (
    SELECT
        months.stat_month,
        one.town_code,
        one.division_code,
        one.person_id,
        MAX(CASE WHEN one.employed AND one.employed_at < months.next_month THEN 1 ELSE 0 END) AS is_employed
    FROM months
    INNER JOIN scoped.yulu_graduate AS one
        ON
            months.next_month > one.graduated_at
            AND CAST(months.next_month - INTERVAL '12' MONTH AS DATE) <= one.graduated_at
    GROUP BY
        months.stat_month,
        one.town_code,
        one.division_code,
        one.person_id
)

SELECT
    stat_month,
    town_code,
    division_code,
    CAST(SUM(is_employed) AS BIGINT) AS yulu_graduate_employed__num,
    COUNT(*) AS yulu_graduate_employed__den
FROM graduates
GROUP BY
    stat_month,
    town_code,
    division_code
ORDER BY
    stat_month,
    town_code,
    division_code
