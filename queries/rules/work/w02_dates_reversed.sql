-- title:   务工结束时间不早于开始时间，开始时间不晚于数据月份
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.employment_month
SELECT
    t.source_id,
    t.source_row,
    t.stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    CASE WHEN t.end_month < t.start_month THEN 'end_month' ELSE 'start_month' END AS column_name,
    CASE WHEN t.end_month < t.start_month THEN CAST(t.end_month AS VARCHAR) ELSE CAST(t.start_month AS VARCHAR) END
        AS said,
    CASE WHEN t.end_month < t.start_month THEN 'reversed' ELSE 'future' END AS wanted
FROM scoped.employment_month AS t
WHERE
    t.stat_month BETWEEN $since AND $until
    AND (t.end_month < t.start_month OR (t.working AND t.start_month > t.stat_month))
ORDER BY
    t.stat_month,
    t.person_id
