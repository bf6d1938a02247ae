-- title:   队员的离任日期不早于到任日期
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.work_team_member
SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    t.town_code,
    t.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.member_id AS object_key,
    'end_date' AS column_name,
    CAST(t.end_date AS VARCHAR) AS said,
    CAST(t.start_date AS VARCHAR) AS wanted
FROM scoped.work_team_member AS t
WHERE
    t.end_date < t.start_date
ORDER BY
    t.member_id
