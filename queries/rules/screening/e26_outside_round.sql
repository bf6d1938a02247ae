-- title:   完成月份在排查批次的起止日期内
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.screening_result, scoped.screening_round
SELECT
    t.source_id,
    t.source_row,
    t.stat_month,
    t.town_code,
    t.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.division_code AS object_key,
    'stat_month' AS column_name,
    CAST(NULL AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.screening_result AS t
INNER JOIN scoped.screening_round AS r ON t.round_id = r.round_id
WHERE
    t.stat_month BETWEEN $since AND $until
    AND (CAST(t.stat_month + INTERVAL '1' MONTH AS DATE) <= r.start_date OR t.stat_month > r.end_date)
ORDER BY
    t.stat_month,
    t.round_id,
    t.division_code
