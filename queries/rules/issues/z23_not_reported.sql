-- title:   在任的队员每月有考勤
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.work_team_member, scoped.team_attendance
SELECT
    CAST(NULL AS VARCHAR) AS source_id,
    CAST(NULL AS INTEGER) AS source_row,
    CAST($until AS DATE) AS stat_month,
    t.town_code,
    t.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.member_id AS object_key,
    'member_id' AS column_name,
    CAST(NULL AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.work_team_member AS t
WHERE
    t.start_date < $until
    AND COALESCE(t.end_date, CAST($until + INTERVAL '1' MONTH AS DATE)) >= CAST($until + INTERVAL '1' MONTH AS DATE)
    AND EXISTS (
        SELECT 1 FROM scoped.team_attendance AS o
        WHERE o.town_code = t.town_code AND o.attend_month = $until
    )
    AND NOT EXISTS (
        SELECT 1 FROM scoped.team_attendance AS a
        WHERE a.member_id = t.member_id AND a.attend_month = $until
    )
ORDER BY
    t.member_id
