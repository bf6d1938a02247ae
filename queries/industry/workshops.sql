-- title:   帮扶车间: 运行状况和吸纳就业
-- grain:   one row per state of the workshops reported for the month
-- params:  $area VARCHAR, $month DATE
-- columns: workshop_state VARCHAR, workshops BIGINT, workers BIGINT, alleviated_workers BIGINT, last_year_workshops
--          BIGINT,
--          last_year_workers BIGINT, mean_wage DOUBLE
-- units:   workshops = 个; workers = 人, alleviated_workers = of those alleviated and monitored; last_year = the same
--          month of
--          last year, last_year_workers alleviated and monitored; mean_wage = 元 a month, weighted by workers
-- reads:   scoped.help_workshop
SELECT
    w.workshop_state,
    COUNT(CASE WHEN w.report_month = $month THEN 1 END) AS workshops,
    CAST(SUM(CASE WHEN w.report_month = $month THEN w.workers END) AS BIGINT) AS workers,
    CAST(SUM(CASE WHEN w.report_month = $month THEN w.alleviated_workers END) AS BIGINT) AS alleviated_workers,
    COUNT(CASE WHEN w.report_month < $month THEN 1 END) AS last_year_workshops,
    CAST(SUM(CASE WHEN w.report_month < $month THEN w.alleviated_workers END) AS BIGINT) AS last_year_workers,
    SUM(CASE WHEN w.report_month = $month THEN CAST(w.average_wage AS DOUBLE) * w.workers END)
    / NULLIF(
        CAST(
            SUM(CASE WHEN w.report_month = $month AND w.average_wage IS NOT NULL THEN w.workers END) AS DOUBLE
        ),
        0
    ) AS mean_wage
FROM scoped.help_workshop AS w
WHERE
    w.report_month IN ($month, CAST($month - INTERVAL '12' MONTH AS DATE))
    AND w.division_code LIKE $area || '%'
GROUP BY w.workshop_state
ORDER BY
    CASE w.workshop_state WHEN 'running' THEN 1 WHEN 'idle' THEN 2 ELSE 3 END,
    w.workshop_state
