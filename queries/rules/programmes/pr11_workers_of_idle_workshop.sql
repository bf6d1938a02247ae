-- title:   帮扶车间的脱贫人口不超过吸纳就业人数，停产关闭的没有人
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.help_workshop
SELECT
    t.source_id,
    t.source_row,
    t.report_month AS stat_month,
    t.town_code,
    t.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.workshop_id AS object_key,
    'alleviated_workers' AS column_name,
    CAST(t.alleviated_workers AS VARCHAR) AS said,
    CASE WHEN t.alleviated_workers > t.workers THEN 'part' ELSE 'idle' END AS wanted
FROM scoped.help_workshop AS t
WHERE
    t.report_month BETWEEN $since AND $until
    AND (t.alleviated_workers > t.workers OR (t.workshop_state <> 'running' AND t.alleviated_workers > 0))
ORDER BY
    t.report_month,
    t.workshop_id
