-- title:   解决日期不早于灾害发生日期
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.disaster_household, scoped.disaster_event
SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'solved_at' AS column_name,
    CAST(t.solved_at AS VARCHAR) AS said,
    CAST(e.event_date AS VARCHAR) AS wanted
FROM scoped.disaster_household AS t
INNER JOIN scoped.disaster_event AS e ON t.event_id = e.event_id
WHERE
    t.solved_at < e.event_date
ORDER BY
    t.event_id,
    t.hh_id
