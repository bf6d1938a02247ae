-- title:   考勤的队员在队员表里
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.team_attendance, scoped.work_team_member
SELECT
    t.source_id,
    t.source_row,
    LEAST(t.attend_month, $until) AS stat_month,
    t.town_code,
    t.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.member_id AS object_key,
    'member_id' AS column_name,
    t.member_id AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.team_attendance AS t
WHERE
    EXTRACT(YEAR FROM t.attend_month) BETWEEN EXTRACT(YEAR FROM $since) - 1 AND EXTRACT(YEAR FROM $until)
    AND NOT EXISTS (
        SELECT 1 FROM scoped.work_team_member AS m
        WHERE m.member_id = t.member_id
    )
ORDER BY
    t.member_id,
    t.attend_month
