-- title:   信访舆情办结不早于受理，办结的写明核查结果
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.petition
SELECT
    t.source_id,
    t.source_row,
    CAST(DATE_TRUNC('month', t.received_at) AS DATE) AS stat_month,
    t.town_code,
    t.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.petition_id AS object_key,
    CASE WHEN t.closed_at < t.received_at THEN 'closed_at' ELSE 'petition_result' END AS column_name,
    CAST(t.closed_at AS VARCHAR) AS said,
    CASE WHEN t.closed_at < t.received_at THEN 'early' ELSE 'untold' END AS wanted
FROM scoped.petition AS t
WHERE
    t.received_at >= $since
    AND t.received_at < CAST($until + INTERVAL '1' MONTH AS DATE)
    AND (t.closed_at < t.received_at OR (t.closed_at IS NOT NULL AND t.petition_result IS NULL))
ORDER BY
    t.petition_id
