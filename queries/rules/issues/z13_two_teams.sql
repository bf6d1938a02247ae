-- title:   一个村同时只有一个工作队
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.work_team
WITH
placed AS (
    SELECT
        w.source_id,
        w.source_row,
        w.town_code,
        w.division_code,
        w.team_id,
        COUNT(*) OVER (PARTITION BY w.division_code) AS teams
    FROM scoped.work_team AS w
    WHERE
        w.start_date < CAST($until + INTERVAL '1' MONTH AS DATE)
        AND COALESCE(w.end_date, CAST($until + INTERVAL '1' MONTH AS DATE)) >= CAST($until + INTERVAL '1' MONTH AS DATE)
)

SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    t.town_code,
    t.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.team_id AS object_key,
    'team_id' AS column_name,
    CAST(t.teams AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM placed AS t
WHERE
    t.teams > 1
ORDER BY
    t.team_id
