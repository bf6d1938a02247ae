-- title:   排查结果的批次在批次表里
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
    'round_id' AS column_name,
    t.round_id AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.screening_result AS t
WHERE
    t.stat_month BETWEEN $since AND $until
    AND NOT EXISTS (
        SELECT 1 FROM scoped.screening_round AS r
        WHERE r.round_id = t.round_id
    )
ORDER BY
    t.stat_month,
    t.round_id,
    t.division_code
