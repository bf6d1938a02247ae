-- title:   排查批次和收入时段的起止日期有序
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.screening_round
SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    CAST(NULL AS VARCHAR) AS town_code,
    CAST(NULL AS VARCHAR) AS division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.round_id AS object_key,
    CASE WHEN t.end_date < t.start_date THEN 'end_date' ELSE 'window_end' END AS column_name,
    CAST(CASE WHEN t.end_date < t.start_date THEN t.end_date ELSE t.window_end END AS VARCHAR) AS said,
    CAST(CASE WHEN t.end_date < t.start_date THEN t.start_date ELSE t.window_start END AS VARCHAR) AS wanted
FROM scoped.screening_round AS t
WHERE
    (t.end_date < t.start_date OR t.window_end < t.window_start)
ORDER BY
    t.round_id
