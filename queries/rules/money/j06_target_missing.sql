-- title:   项目有绩效目标和联农带农机制
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.project
SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    t.town_code,
    t.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.project_id AS object_key,
    CASE WHEN TRIM(COALESCE(t.perf_target, '')) = '' THEN 'perf_target' ELSE 'benefit_linkage' END AS column_name,
    CONCAT_WS(
        '、',
        CASE WHEN TRIM(COALESCE(t.perf_target, '')) = '' THEN '绩效目标' END,
        CASE WHEN TRIM(COALESCE(t.benefit_linkage, '')) = '' THEN '联农带农富农利益联结机制' END
    ) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.project AS t
WHERE
    t.state <> 'cancelled'
    AND t.type <> 'management'
    AND (TRIM(COALESCE(t.perf_target, '')) = '' OR TRIM(COALESCE(t.benefit_linkage, '')) = '')
ORDER BY
    t.project_id
