-- title:   受灾户的灾害在灾害事件表里
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
    'event_id' AS column_name,
    t.event_id AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.disaster_household AS t
WHERE
    NOT EXISTS (
        SELECT 1 FROM scoped.disaster_event AS e
        WHERE e.event_id = t.event_id
    )
ORDER BY
    t.event_id,
    t.hh_id
