-- title:   驻村天数不少于规定
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.threshold, scoped.team_attendance
WITH
days_min_rule AS (
    SELECT warn AS days_min
    FROM scoped.threshold
    WHERE
        name = 'team_days_min'
        AND LENGTH(COALESCE(division_code, '')) <= 6
        AND COALESCE(year, EXTRACT(YEAR FROM $until)) = EXTRACT(YEAR FROM $until)
    ORDER BY LENGTH(COALESCE(division_code, '')) DESC, COALESCE(year, 0) DESC, threshold_id ASC
    LIMIT 1
)

SELECT
    t.source_id,
    t.source_row,
    LEAST(t.attend_month, $until) AS stat_month,
    t.town_code,
    t.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.member_id AS object_key,
    'days' AS column_name,
    CAST(t.days AS VARCHAR) AS said,
    CAST(CAST(r.days_min AS INTEGER) AS VARCHAR) AS wanted
FROM scoped.team_attendance AS t
CROSS JOIN days_min_rule AS r
WHERE
    EXTRACT(YEAR FROM t.attend_month) BETWEEN EXTRACT(YEAR FROM $since) - 1 AND EXTRACT(YEAR FROM $until)
    AND t.days < r.days_min
ORDER BY
    t.member_id,
    t.attend_month
