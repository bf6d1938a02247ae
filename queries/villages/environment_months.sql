-- title:   改厕进度、问题厕所和投诉, 逐月
-- grain:   one row per month from $from_month to $month that was reported
-- params:  $area VARCHAR, $month DATE, $from_month DATE
-- columns: report_month DATE, villages BIGINT, toilets_task BIGINT, toilets_built BIGINT, progress DOUBLE,
--          toilets_checked BIGINT, toilets_broken BIGINT, broken_rate DOUBLE, complaints BIGINT, busy_villages BIGINT,
--          inspections BIGINT, cleaners BIGINT, public_toilets BIGINT, sewage_m DOUBLE
-- units:   villages = 村 that reported; toilets = 户 of the task of that year; busy_villages = 村 with as many complaints
--          in
--          the month as threshold env_complaints says, NULL when not set; cleaners = 人; public_toilets = 座; sewage_m =
--          米
-- reads:   scoped.living_environment, scoped.threshold
WITH rule AS (
    SELECT MAX(warn) AS most
    FROM scoped.threshold
    WHERE name = 'env_complaints'
)

SELECT
    e.report_month,
    COUNT(*) AS villages,
    CAST(SUM(e.toilets_task) AS BIGINT) AS toilets_task,
    CAST(SUM(e.toilets_built) AS BIGINT) AS toilets_built,
    CAST(SUM(e.toilets_built) AS DOUBLE) / NULLIF(CAST(SUM(e.toilets_task) AS DOUBLE), 0) AS progress,
    CAST(SUM(e.toilets_checked) AS BIGINT) AS toilets_checked,
    CAST(SUM(e.toilets_broken) AS BIGINT) AS toilets_broken,
    CAST(SUM(e.toilets_broken) AS DOUBLE) / NULLIF(CAST(SUM(e.toilets_checked) AS DOUBLE), 0) AS broken_rate,
    CAST(SUM(e.complaints) AS BIGINT) AS complaints,
    CASE WHEN MAX(r.most) IS NOT NULL THEN COUNT(CASE WHEN e.complaints >= r.most THEN 1 END) END AS busy_villages,
    CAST(SUM(e.inspections) AS BIGINT) AS inspections,
    CAST(SUM(e.cleaners) AS BIGINT) AS cleaners,
    CAST(SUM(e.public_toilets) AS BIGINT) AS public_toilets,
    CAST(SUM(e.sewage_m) AS DOUBLE) AS sewage_m
FROM scoped.living_environment AS e
CROSS JOIN rule AS r
WHERE
    e.report_month BETWEEN $from_month AND $month
    AND e.division_code LIKE $area || '%'
GROUP BY e.report_month
ORDER BY e.report_month
