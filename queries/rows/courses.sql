-- title:   培训背后的每一期
-- grain:   one row per course of the kind that ended in the year up to the month
-- params:  $area VARCHAR, $month DATE, $kind VARCHAR
-- columns: town_name VARCHAR, training_name VARCHAR, start_date DATE, end_date DATE, organiser VARCHAR, trainees
--          BIGINT,
--          alleviated_trainees BIGINT
-- units:   trainees = 人次
-- reads:   scoped.training, scoped.division
SELECT
    town.short_name AS town_name,
    t.training_name,
    t.start_date,
    t.end_date,
    t.organiser,
    CAST(t.trainees AS BIGINT) AS trainees,
    CAST(t.alleviated_trainees AS BIGINT) AS alleviated_trainees
FROM scoped.training AS t
LEFT JOIN scoped.division AS town ON t.town_code = town.division_code
WHERE
    COALESCE(t.division_code, t.town_code) LIKE $area || '%'
    AND t.training_kind = $kind
    AND t.end_date >= CAST(DATE_TRUNC('year', $month) AS DATE)
    AND t.end_date < CAST($month + INTERVAL '1' MONTH AS DATE)
ORDER BY
    t.end_date,
    t.training_id
