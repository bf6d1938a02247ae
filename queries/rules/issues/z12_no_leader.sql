-- title:   每个工作队有一名第一书记(队长)
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.work_team_member, scoped.work_team
WITH
led AS (
    SELECT
        m.team_id,
        COUNT(*) FILTER (WHERE m.role = 'leader') AS leaders
    FROM scoped.work_team_member AS m
    WHERE
        m.start_date < CAST($until + INTERVAL '1' MONTH AS DATE)
        AND COALESCE(m.end_date, CAST($until + INTERVAL '1' MONTH AS DATE)) >= CAST($until + INTERVAL '1' MONTH AS DATE)
    GROUP BY m.team_id
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
    CAST(COALESCE(n.leaders, 0) AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.work_team AS t
LEFT JOIN led AS n ON t.team_id = n.team_id
WHERE
    t.start_date < CAST($until + INTERVAL '1' MONTH AS DATE)
    AND COALESCE(t.end_date, CAST($until + INTERVAL '1' MONTH AS DATE)) >= CAST($until + INTERVAL '1' MONTH AS DATE)
    AND COALESCE(n.leaders, 0) <> 1
ORDER BY
    t.team_id
