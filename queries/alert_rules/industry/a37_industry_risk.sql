-- title:   涉及脱贫户、监测户的产业存在风险或失败
-- grain:   one row per industry and month whose latest quarter told so; a quarter is known from its last month on
-- params:  $since DATE, $until DATE
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, hh_key VARCHAR, object_key VARCHAR, since DATE,
--          due_at DATE, severity VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   since = the first day of the month from which on the present run was known; said = households inside
-- reads:   scoped.household_month, scoped.industry_operation
WITH months AS (
    SELECT
        stat_month,
        CAST(stat_month + INTERVAL '1' MONTH AS DATE) AS next_month,
        EXTRACT(YEAR FROM stat_month) AS year_no,
        EXTRACT(MONTH FROM stat_month) AS month_no
    FROM scoped.household_month
    WHERE stat_month BETWEEN $since AND $until
    GROUP BY stat_month
),

told AS (
    SELECT
        town_code,
        division_code,
        industry_id,
        operation_state,
        driven_hh,
        operation_state IN ('at_risk', 'failed') AND driven_hh > 0 AS is_wrong,
        CAST(CONCAT(CAST(year AS VARCHAR), '-01-01') AS DATE) AS year_start,
        quarter,
        ROW_NUMBER() OVER (PARTITION BY industry_id ORDER BY year, quarter) AS quarter_no
    FROM scoped.industry_operation
),

dated AS (
    SELECT
        town_code,
        division_code,
        industry_id,
        operation_state,
        driven_hh,
        is_wrong,
        CAST(year_start + INTERVAL '1' MONTH * (quarter * 3 - 1) AS DATE) AS known_month,
        MAX(CASE WHEN NOT COALESCE(is_wrong, FALSE) THEN quarter_no END) OVER (
            PARTITION BY industry_id
            ORDER BY quarter_no
        ) AS last_well
    FROM told
),

runs AS (
    SELECT
        town_code,
        division_code,
        industry_id,
        operation_state,
        driven_hh,
        is_wrong,
        known_month,
        MIN(CASE WHEN is_wrong THEN known_month END) OVER (PARTITION BY industry_id, last_well) AS since
    FROM dated
),

newest AS (
    SELECT
        months.stat_month,
        runs.town_code,
        runs.division_code,
        runs.industry_id,
        runs.operation_state,
        runs.driven_hh,
        runs.is_wrong,
        runs.since,
        ROW_NUMBER() OVER (PARTITION BY months.stat_month, runs.industry_id ORDER BY runs.known_month DESC) AS place
    FROM months
    INNER JOIN runs ON months.stat_month >= runs.known_month
)

SELECT
    stat_month,
    town_code,
    division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    industry_id AS object_key,
    since,
    CAST(NULL AS DATE) AS due_at,
    'orange' AS severity,
    CAST(driven_hh AS VARCHAR) AS said,
    operation_state AS wanted
FROM newest
WHERE place = 1 AND is_wrong
ORDER BY
    stat_month,
    industry_id
