-- title:   考核的队员、工作队、乡镇、村存在
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.assessment, scoped.work_team_member, scoped.work_team, scoped.division
SELECT
    t.source_id,
    t.source_row,
    LEAST(CAST(CONCAT(CAST(t.year AS VARCHAR), '-12-01') AS DATE), $until) AS stat_month,
    t.town_code,
    t.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.object_id AS object_key,
    'object_id' AS column_name,
    t.object_id AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.assessment AS t
WHERE
    t.year BETWEEN EXTRACT(YEAR FROM $since) - 1 AND EXTRACT(YEAR FROM $until)
    AND (
        (t.object_kind = 'member' AND NOT EXISTS (
            SELECT 1 FROM scoped.work_team_member AS m
            WHERE m.member_id = t.object_id
        ))
        OR (t.object_kind = 'team' AND NOT EXISTS (
            SELECT 1 FROM scoped.work_team AS w
            WHERE w.team_id = t.object_id
        ))
        OR (t.object_kind IN ('township', 'village') AND NOT EXISTS (
            SELECT 1 FROM scoped.division AS d
            WHERE d.division_code = t.object_id
        ))
    )
ORDER BY
    t.object_kind,
    t.object_id,
    t.year,
    t.period,
    t.period_no
