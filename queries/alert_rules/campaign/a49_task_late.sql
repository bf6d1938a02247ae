-- title:   专项行动过了完成时限没有完成的任务
-- grain:   one row per task and month that ends after its date and before it is done
-- params:  $since DATE, $until DATE
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, hh_key VARCHAR, object_key VARCHAR, since DATE,
--          due_at DATE, severity VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said = the day, wanted = whether it was begun
-- reads:   scoped.household_month, scoped.campaign_task
WITH months AS (
    SELECT
        stat_month,
        CAST(stat_month + INTERVAL '1' MONTH AS DATE) AS next_month,
        EXTRACT(YEAR FROM stat_month) AS year_no,
        EXTRACT(MONTH FROM stat_month) AS month_no
    FROM scoped.household_month
    WHERE stat_month BETWEEN $since AND $until
    GROUP BY stat_month
)

SELECT
    months.stat_month,
    one.town_code,
    one.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    one.task_id AS object_key,
    CAST(one.due_at + INTERVAL '1' DAY AS DATE) AS since,
    one.due_at,
    'orange' AS severity,
    CAST(one.due_at AS VARCHAR) AS said,
    CASE WHEN one.started_at < months.next_month THEN 'begun' ELSE 'waiting' END AS wanted
FROM months
INNER JOIN scoped.campaign_task AS one
    ON
        months.next_month > CAST(one.due_at + INTERVAL '1' DAY AS DATE)
        AND COALESCE(months.next_month <= one.done_at, TRUE)
ORDER BY
    months.stat_month,
    one.task_id
