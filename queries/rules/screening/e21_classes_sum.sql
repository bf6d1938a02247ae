-- title:   排查总户数等于各类户之和
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.screening_result
SELECT
    t.source_id,
    t.source_row,
    t.stat_month,
    t.town_code,
    t.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.division_code AS object_key,
    'hh_total' AS column_name,
    CAST(t.hh_total AS VARCHAR) AS said,
    CAST(
        COALESCE(t.hh_ordinary, 0)
        + COALESCE(t.hh_alleviated, 0)
        + COALESCE(t.hh_monitored_active, 0)
        + COALESCE(t.hh_monitored_cleared, 0) AS VARCHAR
    ) AS wanted
FROM scoped.screening_result AS t
WHERE
    t.stat_month BETWEEN $since AND $until
    AND t.hh_ordinary IS NOT NULL
    AND t.hh_alleviated IS NOT NULL
    AND t.hh_monitored_active IS NOT NULL
    AND t.hh_total
    <> COALESCE(t.hh_ordinary, 0)
    + COALESCE(t.hh_alleviated, 0)
    + COALESCE(t.hh_monitored_active, 0)
    + COALESCE(t.hh_monitored_cleared, 0)
ORDER BY
    t.stat_month,
    t.round_id,
    t.division_code
