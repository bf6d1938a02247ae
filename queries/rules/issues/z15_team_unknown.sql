-- title:   队员的工作队在工作队表里
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.work_team_member, scoped.work_team
SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    t.town_code,
    t.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.member_id AS object_key,
    'team_id' AS column_name,
    t.team_id AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.work_team_member AS t
WHERE
    NOT EXISTS (
        SELECT 1 FROM scoped.work_team AS w
        WHERE w.team_id = t.team_id
    )
ORDER BY
    t.member_id
