-- title:   排查的监测户数与户信息里当月的户数一致
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.household_month, scoped.screening_result
WITH
stock AS (
    SELECT
        h.stat_month,
        h.division_code,
        COUNT(*) FILTER (WHERE h.risk_status = 'active') AS active
    FROM scoped.household_month AS h
    WHERE h.stat_month BETWEEN $since AND $until
    GROUP BY h.stat_month, h.division_code
)

SELECT
    t.source_id,
    t.source_row,
    t.stat_month,
    t.town_code,
    t.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.division_code AS object_key,
    'hh_monitored_active' AS column_name,
    CAST(t.hh_monitored_active AS VARCHAR) AS said,
    CAST(s.active AS VARCHAR) AS wanted
FROM scoped.screening_result AS t
INNER JOIN stock AS s
    ON
        t.division_code = s.division_code
        AND t.stat_month = s.stat_month
WHERE
    t.stat_month BETWEEN $since AND $until
    AND t.hh_monitored_active <> s.active
ORDER BY
    t.stat_month,
    t.round_id,
    t.division_code
