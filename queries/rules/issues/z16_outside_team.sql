-- title:   队员的任期在工作队的驻村期内
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
    'start_date' AS column_name,
    CAST(NULL AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.work_team_member AS t
INNER JOIN scoped.work_team AS w ON t.team_id = w.team_id
WHERE
    (t.start_date < w.start_date OR t.start_date > w.end_date OR t.end_date > w.end_date)
ORDER BY
    t.member_id
