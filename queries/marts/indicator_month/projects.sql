-- title:   项目个数、资金、进度和手续, 按乡镇和月
-- grain:   one row per township and month, in townships that report projects, from the first plan order on
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, town_code VARCHAR, project_count BIGINT, project_count__industry BIGINT,
--          project_count__infrastructure BIGINT, project_count__employment BIGINT,
--          project_count__public_service BIGINT, project_count__management BIGINT, project_count__other BIGINT,
--          project_fund_total DOUBLE, project_fund_bridging DOUBLE, project_fund__central DOUBLE,
--          project_fund__provincial DOUBLE, project_fund__city DOUBLE, project_fund__county DOUBLE,
--          project_fund__other DOUBLE, project_count_prior_year BIGINT, project_start_rate__num BIGINT,
--          project_start_rate__den BIGINT, finish_rate__num BIGINT, finish_rate__den BIGINT, accept_rate__num BIGINT,
--          accept_rate__den BIGINT, finished_unpaid BIGINT, finished_unpaid_amount DOUBLE, project_no_target BIGINT,
--          publicity_missing BIGINT, pool_industry_share__num BIGINT, pool_industry_share__den BIGINT,
--          benefit_per_10k__num DOUBLE, benefit_per_10k__den DOUBLE, persons_driven_expected BIGINT
-- units:   个, 元, 人; of this year's plan as ordered by the month's end; finished_unpaid of every year's projects;
--          benefit_per_10k__den = 万元
-- reads:   scoped.project, scoped.disbursement, scoped.threshold, scoped.household_month, scoped.employment_month
WITH months AS (
    SELECT DISTINCT
        stat_month,
        CAST(stat_month + INTERVAL '1' MONTH AS DATE) AS next_month,
        EXTRACT(YEAR FROM stat_month) AS year_no
    FROM scoped.household_month
    WHERE stat_month BETWEEN $from_month AND $to_month
    UNION
    SELECT DISTINCT
        stat_month,
        CAST(stat_month + INTERVAL '1' MONTH AS DATE) AS next_month,
        EXTRACT(YEAR FROM stat_month) AS year_no
    FROM scoped.employment_month
    WHERE stat_month BETWEEN $from_month AND $to_month
),

limits AS (
    SELECT
        MAX(warn) FILTER (WHERE name = 'finished_unpaid_days') AS unpaid_days,
        MAX(warn) FILTER (WHERE name = 'publicity_notice_days') AS notice_days
    FROM scoped.threshold
),

towns AS (
    SELECT
        town_code,
        MIN(plan_order_at) AS since,
        MIN(pool_year) AS first_pool,
        MIN(plan_year) AS first_plan
    FROM scoped.project
    WHERE state <> 'cancelled'
    GROUP BY town_code
),

paid AS (
    SELECT
        months.stat_month,
        one.project_id,
        SUM(CAST(one.amount AS DOUBLE)) AS paid
    FROM months
    INNER JOIN scoped.disbursement AS one
        ON
            one.project_id IS NOT NULL
            AND months.next_month > one.pay_date
    GROUP BY
        months.stat_month,
        one.project_id
),

paying_towns AS (
    SELECT DISTINCT town_code
    FROM scoped.disbursement
),

projects AS (
    SELECT
        months.stat_month,
        one.town_code,
        one.type,
        COALESCE(one.plan_year = months.year_no AND one.plan_order_at < months.next_month, FALSE) AS is_current,
        COALESCE(one.plan_year = months.year_no - 1, FALSE) AS is_prior,
        one.pool_year = months.year_no AS is_pooled,
        COALESCE(one.started_at < months.next_month, FALSE) AS is_started,
        COALESCE(one.finished_at < months.next_month, FALSE) AS is_finished,
        COALESCE(one.accepted_at < months.next_month, FALSE) AS is_accepted,
        CAST(one.plan_total AS DOUBLE) AS plan_total,
        CAST(one.plan_central AS DOUBLE) AS plan_central,
        CAST(one.plan_provincial AS DOUBLE) AS plan_provincial,
        CAST(one.plan_city AS DOUBLE) AS plan_city,
        CAST(one.plan_county AS DOUBLE) AS plan_county,
        CAST(one.plan_other AS DOUBLE) AS plan_other,
        one.benefit_persons,
        one.type <> 'management' AND (one.perf_target IS NULL OR one.benefit_linkage IS NULL) AS has_no_target,
        COALESCE(
            UNIX_DATE(one.plan_order_at) + limits.notice_days < UNIX_DATE(months.next_month)
            AND COALESCE(one.publicity_plan_at >= months.next_month, TRUE),
            FALSE
        )
        OR COALESCE(
            UNIX_DATE(one.finished_at) + limits.notice_days < UNIX_DATE(months.next_month)
            AND COALESCE(one.publicity_done_at >= months.next_month, TRUE),
            FALSE
        ) AS is_unannounced,
        COALESCE(
            UNIX_DATE(one.accepted_at) + limits.unpaid_days < UNIX_DATE(months.next_month)
            AND COALESCE(paid.paid, 0) < CAST(one.plan_total AS DOUBLE),
            FALSE
        ) AS is_owed,
        CAST(one.plan_total AS DOUBLE) - COALESCE(paid.paid, 0) AS owed
    FROM months
    CROSS JOIN limits
    CROSS JOIN scoped.project AS one
    LEFT JOIN paid ON months.stat_month = paid.stat_month AND one.project_id = paid.project_id
    WHERE one.state <> 'cancelled'
)

SELECT
    months.stat_month,
    towns.town_code,
    COUNT(*) FILTER (WHERE is_current) AS project_count,
    COUNT(*) FILTER (WHERE is_current AND type = 'industry') AS project_count__industry,
    COUNT(*) FILTER (WHERE is_current AND type = 'infrastructure') AS project_count__infrastructure,
    COUNT(*) FILTER (WHERE is_current AND type = 'employment') AS project_count__employment,
    COUNT(*) FILTER (WHERE is_current AND type = 'public_service') AS project_count__public_service,
    COUNT(*) FILTER (WHERE is_current AND type = 'management') AS project_count__management,
    COUNT(*) FILTER (WHERE is_current AND type = 'other') AS project_count__other,
    CAST(SUM(CASE WHEN is_current THEN COALESCE(plan_total, 0) ELSE 0 END) AS DOUBLE) AS project_fund_total,
    CAST(
        SUM(
            CASE
                WHEN is_current
                    THEN
                        COALESCE(plan_central, 0) + COALESCE(plan_provincial, 0)
                        + COALESCE(plan_city, 0) + COALESCE(plan_county, 0)
                ELSE 0
            END
        ) AS DOUBLE
    ) AS project_fund_bridging,
    CAST(SUM(CASE WHEN is_current THEN COALESCE(plan_central, 0) ELSE 0 END) AS DOUBLE) AS project_fund__central,
    CAST(SUM(CASE WHEN is_current THEN COALESCE(plan_provincial, 0) ELSE 0 END) AS DOUBLE) AS project_fund__provincial,
    CAST(SUM(CASE WHEN is_current THEN COALESCE(plan_city, 0) ELSE 0 END) AS DOUBLE) AS project_fund__city,
    CAST(SUM(CASE WHEN is_current THEN COALESCE(plan_county, 0) ELSE 0 END) AS DOUBLE) AS project_fund__county,
    CAST(SUM(CASE WHEN is_current THEN COALESCE(plan_other, 0) ELSE 0 END) AS DOUBLE) AS project_fund__other,
    CASE WHEN towns.first_plan < months.year_no THEN COUNT(*) FILTER (WHERE is_prior) END AS project_count_prior_year,
    COUNT(*) FILTER (WHERE is_current AND is_started) AS project_start_rate__num,
    COUNT(*) FILTER (WHERE is_current) AS project_start_rate__den,
    COUNT(*) FILTER (WHERE is_current AND is_finished) AS finish_rate__num,
    COUNT(*) FILTER (WHERE is_current) AS finish_rate__den,
    COUNT(*) FILTER (WHERE is_current AND is_accepted) AS accept_rate__num,
    COUNT(*) FILTER (WHERE is_current) AS accept_rate__den,
    CASE WHEN paying_towns.town_code IS NOT NULL THEN COUNT(*) FILTER (WHERE is_owed) END AS finished_unpaid,
    CASE WHEN paying_towns.town_code IS NOT NULL THEN CAST(SUM(CASE WHEN is_owed THEN owed ELSE 0 END) AS DOUBLE) END
        AS finished_unpaid_amount,
    COUNT(*) FILTER (WHERE is_current AND has_no_target) AS project_no_target,
    COUNT(*) FILTER (WHERE is_current AND is_unannounced) AS publicity_missing,
    CASE
        WHEN towns.first_pool <= months.year_no
            THEN COUNT(*) FILTER (WHERE is_pooled AND type = 'industry')
    END AS pool_industry_share__num,
    CASE WHEN towns.first_pool <= months.year_no THEN COUNT(*) FILTER (WHERE is_pooled) END AS pool_industry_share__den,
    CAST(
        SUM(CASE WHEN is_current AND benefit_persons IS NOT NULL THEN benefit_persons ELSE 0 END) AS DOUBLE
    ) AS benefit_per_10k__num,
    CAST(
        SUM(
            CASE WHEN is_current AND benefit_persons IS NOT NULL THEN COALESCE(plan_total, 0) / 10000 ELSE 0 END
        ) AS DOUBLE
    ) AS benefit_per_10k__den,
    CAST(SUM(CASE WHEN is_current THEN COALESCE(benefit_persons, 0) ELSE 0 END) AS BIGINT) AS persons_driven_expected
FROM months
INNER JOIN towns ON months.next_month > towns.since
INNER JOIN projects ON months.stat_month = projects.stat_month AND towns.town_code = projects.town_code
LEFT JOIN paying_towns ON towns.town_code = paying_towns.town_code
GROUP BY
    months.stat_month,
    months.year_no,
    towns.town_code,
    towns.first_plan,
    towns.first_pool,
    paying_towns.town_code
ORDER BY
    months.stat_month,
    towns.town_code
