-- title:   到户产业和奖补, 按村和月
-- grain:   one row per village and month of a year with household projects on file
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, hh_industry_rate__num BIGINT,
--          hh_industry_rate__den BIGINT, reward_paid_rate__num BIGINT, reward_paid_rate__den BIGINT,
--          reward_per_hh__num DOUBLE, reward_per_hh__den BIGINT
-- units:   户 with labour that have an accepted project of the year, over those with labour; rewards paid over
--          projects accepted more than 60 days before the month's end; 元 a rewarded household
-- reads:   scoped.industry_project_hh, scoped.benefit, scoped.household_month
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

homes AS (
    SELECT
        stat_month,
        town_code,
        division_code,
        hh_key
    FROM scoped.household_month
    WHERE
        stat_month BETWEEN $from_month AND $to_month
        AND NOT is_no_labour
        AND (hh_type = 'alleviated' OR risk_status = 'active')
),

projects AS (
    SELECT
        months.stat_month,
        months.next_month,
        months.new_year,
        one.town_code,
        one.division_code,
        one.hh_key,
        CAST(one.reward AS DOUBLE) AS reward,
        one.accepted_at < CAST(months.next_month - INTERVAL '60' DAY AS DATE) AS is_payable
    FROM months
    INNER JOIN scoped.industry_project_hh AS one
        ON
            months.year_no = one.year
            AND months.next_month > one.accepted_at
),

paid AS (
    SELECT
        months.stat_month,
        one.hh_key
    FROM months
    INNER JOIN scoped.benefit AS one
        ON
            one.scheme = 'reward_industry'
            AND months.new_year <= one.pay_month
            AND months.stat_month >= one.pay_month
    GROUP BY
        months.stat_month,
        one.hh_key
),

counted AS (
    SELECT
        projects.stat_month,
        projects.town_code,
        projects.division_code,
        projects.hh_key,
        MAX(CASE WHEN paid.hh_key IS NOT NULL THEN 1 ELSE 0 END) AS is_paid,
        MAX(CASE WHEN projects.is_payable AND projects.reward > 0 THEN 1 ELSE 0 END) AS is_payable,
        SUM(projects.reward) AS reward
    FROM projects
    LEFT JOIN paid
        ON
            projects.stat_month = paid.stat_month
            AND projects.hh_key = paid.hh_key
    GROUP BY
        projects.stat_month,
        projects.town_code,
        projects.division_code,
        projects.hh_key
),

rewards AS (
    SELECT
        stat_month,
        town_code,
        division_code,
        CAST(SUM(CASE WHEN is_payable = 1 AND is_paid = 1 THEN 1 ELSE 0 END) AS BIGINT) AS paid_hh,
        CAST(SUM(is_payable) AS BIGINT) AS payable_hh,
        SUM(CASE WHEN is_paid = 1 THEN reward ELSE 0 END) AS paid_yuan,
        CAST(SUM(is_paid) AS BIGINT) AS rewarded_hh
    FROM counted
    GROUP BY
        stat_month,
        town_code,
        division_code
),

covered AS (
    SELECT
        homes.stat_month,
        homes.town_code,
        homes.division_code,
        COUNT(*) AS able_hh,
        COUNT(counted.hh_key) AS industry_hh
    FROM homes
    LEFT JOIN counted
        ON
            homes.stat_month = counted.stat_month
            AND homes.hh_key = counted.hh_key
    WHERE
        EXISTS (
            SELECT 1
            FROM rewards
            WHERE
                rewards.stat_month = homes.stat_month
                AND rewards.town_code = homes.town_code
        )
    GROUP BY
        homes.stat_month,
        homes.town_code,
        homes.division_code
)

SELECT
    covered.stat_month,
    covered.town_code,
    covered.division_code,
    covered.industry_hh AS hh_industry_rate__num,
    covered.able_hh AS hh_industry_rate__den,
    rewards.paid_hh AS reward_paid_rate__num,
    rewards.payable_hh AS reward_paid_rate__den,
    CAST(rewards.paid_yuan AS DOUBLE) AS reward_per_hh__num,
    rewards.rewarded_hh AS reward_per_hh__den
FROM covered
LEFT JOIN rewards
    ON
        covered.stat_month = rewards.stat_month
        AND covered.town_code = rewards.town_code
        AND covered.division_code = rewards.division_code
ORDER BY
    covered.stat_month,
    covered.town_code,
    covered.division_code
