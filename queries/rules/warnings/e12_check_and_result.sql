-- title:   核实了的写明结果，有结果的写明核实日期
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.department_warning
SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    CASE WHEN t.checked_at IS NULL THEN 'checked_at' ELSE 'result' END AS column_name,
    CASE
        WHEN t.checked_at IS NOT NULL THEN CAST(t.checked_at AS VARCHAR) ELSE
            CASE t.result WHEN 'real' THEN '属实' WHEN 'false' THEN '不属实' WHEN 'already_helped' THEN '已在帮扶' ELSE '非本地' END
    END AS said,
    CASE WHEN t.checked_at IS NULL THEN 'date' ELSE 'result' END AS wanted
FROM scoped.department_warning AS t
WHERE
    ((t.checked_at IS NULL AND t.result IS NOT NULL) OR (t.checked_at IS NOT NULL AND t.result IS NULL))
ORDER BY
    t.push_id
