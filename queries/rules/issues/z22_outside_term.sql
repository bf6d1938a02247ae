-- title:   考勤的月份在队员的任期内
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
    'attend_month' AS column_name,
    CAST(t.attend_month AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.team_attendance AS t
INNER JOIN scoped.work_team_member AS m ON t.member_id = m.member_id
WHERE
    EXTRACT(YEAR FROM t.attend_month) BETWEEN EXTRACT(YEAR FROM $since) - 1 AND EXTRACT(YEAR FROM $until)
    AND t.days > 0
    AND (CAST(t.attend_month + INTERVAL '1' MONTH AS DATE) <= m.start_date OR t.attend_month > m.end_date)
ORDER BY
    t.member_id,
    t.attend_month
