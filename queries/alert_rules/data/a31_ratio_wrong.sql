-- title:   政策范围内报销比例低于实际报销比例的乡镇
-- grain:   one row per township and month; hospital stays of the year so far, as policy_range_reimb_rate and
--          overall_reimb_rate
-- params:  $since DATE, $until DATE
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, hh_key VARCHAR, object_key VARCHAR, since DATE,
--          due_at DATE, severity VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said = the ratio within the policy, wanted = the ratio over all; since = the first month of the present
--          run of the year
-- reads:   scoped.household_month, scoped.medical_settlement
WITH every_month AS (
    SELECT
        stat_month,
        CAST(stat_month + INTERVAL '1' MONTH AS DATE) AS next_month,
        EXTRACT(YEAR FROM stat_month) AS year_no,
        EXTRACT(MONTH FROM stat_month) AS month_no
    FROM scoped.household_month
    WHERE stat_month <= $until
    GROUP BY stat_month
),

ratios AS (
    SELECT
        every_month.stat_month,
        every_month.year_no,
        one.town_code,
        SUM(CAST(one.basic + one.major + one.assist AS DOUBLE)) / SUM(CAST(one.policy_range AS DOUBLE)) AS policy_ratio,
        SUM(CAST(one.total - one.self_paid AS DOUBLE)) / SUM(CAST(one.total AS DOUBLE)) AS overall_ratio
    FROM every_month
    INNER JOIN scoped.medical_settlement AS one
        ON
            one.kind = 'inpatient'
            AND EXTRACT(YEAR FROM one.settle_date) = every_month.year_no
            AND every_month.next_month > one.settle_date
    GROUP BY
        every_month.stat_month,
        every_month.year_no,
        one.town_code
    HAVING SUM(one.policy_range) > 0 AND SUM(one.total) > 0
),

judged AS (
    SELECT
        stat_month,
        town_code,
        policy_ratio,
        overall_ratio,
        -- shown with two decimals: what rounds to the same is not told
        ROUND(policy_ratio, 4) < ROUND(overall_ratio, 4) AS is_wrong,
        MAX(CASE WHEN ROUND(policy_ratio, 4) >= ROUND(overall_ratio, 4) THEN stat_month END) OVER (
            PARTITION BY town_code, year_no
            ORDER BY stat_month
        ) AS last_right,
        MIN(stat_month) OVER (PARTITION BY town_code, year_no) AS first_month
    FROM ratios
)

SELECT
    stat_month,
    town_code,
    CAST(NULL AS VARCHAR) AS division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    town_code AS object_key,
    COALESCE(CAST(last_right + INTERVAL '1' MONTH AS DATE), first_month) AS since,
    CAST(COALESCE(last_right + INTERVAL '2' MONTH, first_month + INTERVAL '1' MONTH) + INTERVAL '2' DAY AS DATE)
        AS due_at,
    'orange' AS severity,
    CONCAT(CAST(ROUND(CAST(policy_ratio * 100 AS DECIMAL(9, 4)), 2) AS VARCHAR), '%') AS said,
    CONCAT(CAST(ROUND(CAST(overall_ratio * 100 AS DECIMAL(9, 4)), 2) AS VARCHAR), '%') AS wanted
FROM judged
WHERE is_wrong AND stat_month >= $since
ORDER BY
    stat_month,
    town_code
