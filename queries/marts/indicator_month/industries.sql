-- title:   产业运营分档, 按乡镇和月
-- grain:   one row per township and month whose latest closed quarter was reported
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, town_code VARCHAR, industry_risk BIGINT, industry_risk__good BIGINT,
--          industry_risk__at_risk BIGINT, industry_risk__failed BIGINT, industry_risk__failed_with_alleviated
--          BIGINT, demo_base_projects BIGINT
-- units:   个 industries by state at the end of the latest quarter that is over; industry_risk = at risk and
--          failed
-- reads:   scoped.industry_operation, scoped.household_month
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

closed AS (
    SELECT
        stat_month,
        CASE WHEN month_no < 3 THEN year_no - 1 ELSE year_no END AS year_no,
        CASE
            WHEN month_no < 3 THEN 4
            WHEN month_no < 6 THEN 1
            WHEN month_no < 9 THEN 2
            WHEN month_no < 12 THEN 3
            ELSE 4
        END AS quarter_no
    FROM months
),

industries AS (
    SELECT
        closed.stat_month,
        one.town_code,
        one.operation_state,
        one.industry_kind,
        COALESCE(one.driven_hh, 0) AS driven_hh
    FROM closed
    INNER JOIN scoped.industry_operation AS one
        ON closed.year_no = one.year AND closed.quarter_no = one.quarter
)

SELECT
    stat_month,
    town_code,
    COUNT(*) FILTER (WHERE operation_state IN ('at_risk', 'failed')) AS industry_risk,
    COUNT(*) FILTER (WHERE operation_state = 'good') AS industry_risk__good,
    COUNT(*) FILTER (WHERE operation_state = 'at_risk') AS industry_risk__at_risk,
    COUNT(*) FILTER (WHERE operation_state = 'failed') AS industry_risk__failed,
    COUNT(*) FILTER (WHERE operation_state = 'failed' AND driven_hh > 0) AS industry_risk__failed_with_alleviated,
    COUNT(*) FILTER (WHERE industry_kind = 'base') AS demo_base_projects
FROM industries
GROUP BY
    stat_month,
    town_code
ORDER BY
    stat_month,
    town_code
