-- title:   认领后写明责任单位、责任人和时限
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.issue_rectification
SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    t.town_code,
    t.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.issue_id AS object_key,
    CASE WHEN t.due_at IS NULL THEN 'due_at' WHEN COALESCE(t.measures, 0) = 0 THEN 'measures' ELSE 'resp_unit' END
        AS column_name,
    CONCAT_WS(
        '、',
        CASE WHEN t.resp_unit IS NULL THEN '整改责任单位' END,
        CASE WHEN t.resp_person IS NULL THEN '整改责任人' END,
        CASE WHEN t.due_at IS NULL THEN '整改时限' END,
        CASE WHEN COALESCE(t.measures, 0) = 0 THEN '整改措施条数' END
    ) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.issue_rectification AS t
WHERE
    t.state <> 'found'
    AND (t.resp_unit IS NULL OR t.resp_person IS NULL OR t.due_at IS NULL OR COALESCE(t.measures, 0) = 0)
ORDER BY
    t.issue_id
