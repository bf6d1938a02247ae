-- title:   不符的: 流转的日期和状态前后相接
-- grain:   one row per fault
-- params:  $until DATE   first day of the last month
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said = day; cases as they stand, under the month $until
-- reads:   scoped.case_event
WITH stepped AS (
    SELECT
        moved.source_id,
        moved.source_row,
        moved.town_code,
        moved.hh_key,
        moved.case_id,
        moved.seq,
        moved.from_state,
        moved.at AS moved_at,
        LAG(moved.at) OVER (PARTITION BY moved.case_id ORDER BY moved.seq) AS past_at,
        LAG(moved.to_state) OVER (PARTITION BY moved.case_id ORDER BY moved.seq) AS past_state
    FROM scoped.case_event AS moved
)

SELECT
    source_id,
    source_row,
    CAST($until AS DATE) AS stat_month,
    town_code,
    CAST(NULL AS VARCHAR) AS division_code,
    hh_key,
    hh_key AS object_key,
    CASE WHEN moved_at < past_at THEN 'at' ELSE 'from_state' END AS column_name,
    CAST(moved_at AS VARCHAR) AS said,
    CASE WHEN moved_at < past_at THEN 'date' ELSE 'state' END AS wanted
FROM stepped
WHERE
    moved_at < past_at
    OR from_state <> past_state
ORDER BY case_id, seq
