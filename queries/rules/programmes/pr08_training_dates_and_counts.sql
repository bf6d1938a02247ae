-- title:   培训结束不早于开始，其中数不超过参训人数
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.training
SELECT
    t.source_id,
    t.source_row,
    CAST(DATE_TRUNC('month', t.start_date) AS DATE) AS stat_month,
    t.town_code,
    t.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.training_id AS object_key,
    CASE WHEN t.end_date < t.start_date THEN 'end_date' ELSE 'alleviated_trainees' END AS column_name,
    CASE
        WHEN t.end_date < t.start_date THEN CAST(t.end_date AS VARCHAR) ELSE CAST(t.alleviated_trainees AS VARCHAR)
    END AS said,
    CASE WHEN t.end_date < t.start_date THEN 'dates' ELSE 'part' END AS wanted
FROM scoped.training AS t
WHERE
    t.start_date >= $since
    AND t.start_date < CAST($until + INTERVAL '1' MONTH AS DATE)
    AND (t.end_date < t.start_date OR t.alleviated_trainees > t.trainees)
ORDER BY
    t.training_id
