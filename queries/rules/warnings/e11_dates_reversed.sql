-- title:   推送、接收、核实依次进行
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
    CASE WHEN t.received_town_at < t.pushed_at THEN 'received_town_at' ELSE 'checked_at' END AS column_name,
    CAST(CASE WHEN t.received_town_at < t.pushed_at THEN t.received_town_at ELSE t.checked_at END AS VARCHAR) AS said,
    CASE WHEN t.received_town_at < t.pushed_at THEN 'received' ELSE 'checked' END AS wanted
FROM scoped.department_warning AS t
WHERE
    (t.received_town_at < t.pushed_at OR t.checked_at < COALESCE(t.received_town_at, t.pushed_at))
ORDER BY
    t.push_id
