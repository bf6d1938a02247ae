-- title:   驻村天数与请假天数之和不超过当月天数
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.team_attendance
SELECT
    t.source_id,
    t.source_row,
    LEAST(t.attend_month, $until) AS stat_month,
    t.town_code,
    t.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.member_id AS object_key,
    'days' AS column_name,
    CAST(t.days + COALESCE(t.leave_days, 0) AS VARCHAR) AS said,
    CAST(EXTRACT(DAY FROM LAST_DAY(t.attend_month)) AS VARCHAR) AS wanted
FROM scoped.team_attendance AS t
WHERE
    EXTRACT(YEAR FROM t.attend_month) BETWEEN EXTRACT(YEAR FROM $since) - 1 AND EXTRACT(YEAR FROM $until)
    AND t.days + COALESCE(t.leave_days, 0) > EXTRACT(DAY FROM LAST_DAY(t.attend_month))
ORDER BY
    t.member_id,
    t.attend_month
