-- title:   资金下达、到位、支出和支出进度, 合计和按来源, 按乡镇和月
-- grain:   one row per township, month and source (no source: central, provincial, city and county together), in
--          townships that report allocations, from the first one on
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, town_code VARCHAR, split VARCHAR, fund_allocated DOUBLE, fund_arrived DOUBLE,
--          fund_paid DOUBLE, fund_planned DOUBLE, disbursement_progress__num DOUBLE, disbursement_progress__den DOUBLE,
--          disbursement_progress__arrived__num DOUBLE, disbursement_progress__arrived__den DOUBLE,
--          disbursement_progress__planned__num DOUBLE, disbursement_progress__planned__den DOUBLE,
--          progress_gap__num DOUBLE, progress_gap__den DOUBLE, progress_gap__less DOUBLE
-- units:   元 of this year's budget up to the month's end; progress_gap__less = what should be paid by then, 0..1: the
--          greater of day/365 and the checkpoints passed
-- reads:   scoped.fund_allocation, scoped.disbursement, scoped.project, scoped.fund_checkpoint,
--          scoped.household_month, scoped.employment_month
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

sources AS (
    SELECT 'central' AS source, TRUE AS is_fiscal
    UNION ALL
    SELECT 'provincial' AS source, TRUE AS is_fiscal
    UNION ALL
    SELECT 'city' AS source, TRUE AS is_fiscal
    UNION ALL
    SELECT 'county' AS source, TRUE AS is_fiscal
    UNION ALL
    SELECT 'stationed' AS source, FALSE AS is_fiscal
    UNION ALL
    SELECT 'donation' AS source, FALSE AS is_fiscal
    UNION ALL
    SELECT 'east_west' AS source, FALSE AS is_fiscal
    UNION ALL
    SELECT 'self' AS source, FALSE AS is_fiscal
    UNION ALL
    SELECT 'other' AS source, FALSE AS is_fiscal
),

allocated AS (
    SELECT
        months.stat_month,
        one.town_code,
        one.source,
        SUM(CASE WHEN one.allocated_at < months.next_month THEN CAST(one.amount AS DOUBLE) ELSE 0 END) AS allocated,
        SUM(CASE WHEN one.arrived_at < months.next_month THEN CAST(one.amount AS DOUBLE) ELSE 0 END) AS arrived
    FROM months
    INNER JOIN scoped.fund_allocation AS one ON months.year_no = one.budget_year
    GROUP BY
        months.stat_month,
        one.town_code,
        one.source
),

paid AS (
    SELECT
        months.stat_month,
        one.town_code,
        one.source,
        SUM(CAST(one.amount AS DOUBLE)) AS paid
    FROM months
    INNER JOIN scoped.disbursement AS one
        ON
            months.year_no = one.budget_year
            AND months.next_month > one.pay_date
    GROUP BY
        months.stat_month,
        one.town_code,
        one.source
),

plans AS (
    SELECT town_code, plan_year, plan_order_at, 'central' AS source, plan_central AS amount
    FROM scoped.project
    WHERE state <> 'cancelled'
    UNION ALL
    SELECT town_code, plan_year, plan_order_at, 'provincial' AS source, plan_provincial AS amount
    FROM scoped.project
    WHERE state <> 'cancelled'
    UNION ALL
    SELECT town_code, plan_year, plan_order_at, 'city' AS source, plan_city AS amount
    FROM scoped.project
    WHERE state <> 'cancelled'
    UNION ALL
    SELECT town_code, plan_year, plan_order_at, 'county' AS source, plan_county AS amount
    FROM scoped.project
    WHERE state <> 'cancelled'
    UNION ALL
    SELECT town_code, plan_year, plan_order_at, 'other' AS source, plan_other AS amount
    FROM scoped.project
    WHERE state <> 'cancelled'
),

planned AS (
    SELECT
        months.stat_month,
        plans.town_code,
        plans.source,
        SUM(CAST(plans.amount AS DOUBLE)) AS planned
    FROM months
    INNER JOIN plans
        ON
            months.year_no = plans.plan_year
            AND months.next_month > plans.plan_order_at
    GROUP BY
        months.stat_month,
        plans.town_code,
        plans.source
),

-- A county's own checkpoints for a year take the place of the defaults.
checkpoint_places AS (
    SELECT
        year,
        MAX(LENGTH(COALESCE(division_code, ''))) AS nearest
    FROM scoped.fund_checkpoint
    GROUP BY year
),

checkpoints AS (
    SELECT
        rule.source,
        rule.year,
        rule.check_date,
        CAST(rule.min_ratio AS DOUBLE) AS min_ratio
    FROM scoped.fund_checkpoint AS rule
    INNER JOIN checkpoint_places
        ON
            rule.year = checkpoint_places.year
            AND LENGTH(COALESCE(rule.division_code, '')) = checkpoint_places.nearest
),

passed AS (
    SELECT
        months.stat_month,
        sources.source,
        MAX(CASE WHEN checkpoints.source IS NULL THEN checkpoints.min_ratio END) AS of_all,
        MAX(checkpoints.min_ratio) AS of_source
    FROM months
    CROSS JOIN sources
    LEFT JOIN checkpoints
        ON
            months.year_no = checkpoints.year
            AND months.next_month > checkpoints.check_date
            AND COALESCE(checkpoints.source, sources.source) = sources.source
    GROUP BY
        months.stat_month,
        sources.source
),

clock AS (
    SELECT
        stat_month,
        LEAST(
            (UNIX_DATE(next_month) - UNIX_DATE(CAST(DATE_TRUNC('year', stat_month) AS DATE))) / 365.0,
            1.0
        ) AS share_of_year
    FROM months
),

alloc_towns AS (
    SELECT
        town_code,
        MIN(allocated_at) AS since
    FROM scoped.fund_allocation
    GROUP BY town_code
),

paying_towns AS (
    SELECT DISTINCT town_code
    FROM scoped.disbursement
),

planning_towns AS (
    SELECT DISTINCT town_code
    FROM plans
    WHERE plan_order_at IS NOT NULL
),

by_source AS (
    SELECT
        months.stat_month,
        alloc_towns.town_code,
        sources.source,
        sources.is_fiscal,
        COALESCE(allocated.allocated, 0) AS allocated,
        COALESCE(allocated.arrived, 0) AS arrived,
        CASE WHEN paying_towns.town_code IS NOT NULL THEN COALESCE(paid.paid, 0) END AS paid,
        CASE
            WHEN planning_towns.town_code IS NOT NULL AND (sources.is_fiscal OR sources.source = 'other')
                THEN COALESCE(planned.planned, 0)
        END AS planned,
        GREATEST(clock.share_of_year, COALESCE(passed.of_source, 0)) AS expected,
        GREATEST(clock.share_of_year, COALESCE(passed.of_all, 0)) AS expected_of_all
    FROM months
    INNER JOIN alloc_towns ON months.next_month > alloc_towns.since
    INNER JOIN clock ON months.stat_month = clock.stat_month
    CROSS JOIN sources
    INNER JOIN passed ON months.stat_month = passed.stat_month AND sources.source = passed.source
    LEFT JOIN allocated
        ON
            months.stat_month = allocated.stat_month
            AND alloc_towns.town_code = allocated.town_code
            AND sources.source = allocated.source
    LEFT JOIN paying_towns ON alloc_towns.town_code = paying_towns.town_code
    LEFT JOIN paid
        ON
            months.stat_month = paid.stat_month
            AND alloc_towns.town_code = paid.town_code
            AND sources.source = paid.source
    LEFT JOIN planning_towns ON alloc_towns.town_code = planning_towns.town_code
    LEFT JOIN planned
        ON
            months.stat_month = planned.stat_month
            AND alloc_towns.town_code = planned.town_code
            AND sources.source = planned.source
),

every_row AS (
    SELECT
        stat_month,
        town_code,
        source,
        allocated,
        arrived,
        paid,
        planned,
        expected
    FROM by_source
    UNION ALL
    SELECT
        stat_month,
        town_code,
        CAST(NULL AS VARCHAR) AS source,
        SUM(allocated) AS allocated,
        SUM(arrived) AS arrived,
        SUM(paid) AS paid,
        SUM(planned) AS planned,
        MAX(expected_of_all) AS expected
    FROM by_source
    WHERE is_fiscal
    GROUP BY
        stat_month,
        town_code
)

SELECT
    stat_month,
    town_code,
    source AS split,
    CAST(allocated AS DOUBLE) AS fund_allocated,
    CAST(arrived AS DOUBLE) AS fund_arrived,
    CAST(paid AS DOUBLE) AS fund_paid,
    CAST(planned AS DOUBLE) AS fund_planned,
    CAST(paid AS DOUBLE) AS disbursement_progress__num,
    CAST(CASE WHEN paid IS NOT NULL THEN allocated END AS DOUBLE) AS disbursement_progress__den,
    CAST(paid AS DOUBLE) AS disbursement_progress__arrived__num,
    CAST(CASE WHEN paid IS NOT NULL THEN arrived END AS DOUBLE) AS disbursement_progress__arrived__den,
    CAST(CASE WHEN planned IS NOT NULL THEN paid END AS DOUBLE) AS disbursement_progress__planned__num,
    CAST(CASE WHEN paid IS NOT NULL THEN planned END AS DOUBLE) AS disbursement_progress__planned__den,
    CAST(paid AS DOUBLE) AS progress_gap__num,
    CAST(CASE WHEN paid IS NOT NULL THEN allocated END AS DOUBLE) AS progress_gap__den,
    CAST(expected AS DOUBLE) AS progress_gap__less
FROM every_row
ORDER BY
    stat_month,
    town_code,
    split
