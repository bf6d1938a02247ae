-- title:   参训人员的培训在培训表里，就业不早于结业
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.training_person, scoped.training
SELECT
    t.source_id,
    t.source_row,
    CAST(DATE_TRUNC('month', t.finished_at) AS DATE) AS stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    CASE WHEN t.employed_at < t.finished_at THEN 'employed_at' ELSE 'training_id' END AS column_name,
    CASE WHEN t.employed_at < t.finished_at THEN CAST(t.employed_at AS VARCHAR) ELSE t.training_id END AS said,
    CASE WHEN t.employed_at < t.finished_at THEN 'early' ELSE 'unknown' END AS wanted
FROM scoped.training_person AS t
WHERE
    t.finished_at >= $since
    AND t.finished_at < CAST($until + INTERVAL '1' MONTH AS DATE)
    AND (
        t.employed_at < t.finished_at
        OR NOT EXISTS (
            SELECT 1
            FROM scoped.training AS c
            WHERE c.training_id = t.training_id
        )
    )
ORDER BY
    t.training_id,
    t.person_id
