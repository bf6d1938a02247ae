-- title:   技能培训, 按类别: 办了几期, 多少人, 90天内就业多少
-- grain:   one row per kind of training that ended in the year up to the month
-- params:  $area VARCHAR, $month DATE
-- columns: training_kind VARCHAR, courses BIGINT, trainees BIGINT, alleviated_trainees BIGINT, listed BIGINT,
--          employed_90 BIGINT, conversion DOUBLE
-- units:   courses = 期; trainees and alleviated_trainees = 人次 as told of the course; listed = 人 of it whose names are
--          on
--          file and who finished at least 90 days before the month's end, employed_90 = of those at work within 90
--          days,
--          conversion = employed_90 / listed, 0..1. Courses of the county itself count in the county alone
-- reads:   scoped.training, scoped.training_person
WITH courses AS (
    SELECT
        t.training_id,
        t.training_kind,
        t.trainees,
        t.alleviated_trainees
    FROM scoped.training AS t
    WHERE
        COALESCE(t.division_code, t.town_code) LIKE $area || '%'
        AND t.end_date >= CAST(DATE_TRUNC('year', $month) AS DATE)
        AND t.end_date < CAST($month + INTERVAL '1' MONTH AS DATE)
),

people AS (
    SELECT
        p.training_id,
        COUNT(*) AS listed,
        COUNT(CASE WHEN UNIX_DATE(p.employed_at) - UNIX_DATE(p.finished_at) <= 90 THEN 1 END) AS employed_90
    FROM scoped.training_person AS p
    WHERE
        UNIX_DATE(p.finished_at) + 90 < UNIX_DATE(CAST($month + INTERVAL '1' MONTH AS DATE))
        AND p.finished_at >= CAST(DATE_TRUNC('year', $month) AS DATE)
    GROUP BY p.training_id
)

SELECT
    c.training_kind,
    COUNT(*) AS courses,
    CAST(SUM(c.trainees) AS BIGINT) AS trainees,
    CAST(SUM(c.alleviated_trainees) AS BIGINT) AS alleviated_trainees,
    CAST(SUM(p.listed) AS BIGINT) AS listed,
    CAST(SUM(p.employed_90) AS BIGINT) AS employed_90,
    CAST(SUM(p.employed_90) AS DOUBLE) / NULLIF(CAST(SUM(p.listed) AS DOUBLE), 0) AS conversion
FROM courses AS c
LEFT JOIN people AS p ON c.training_id = p.training_id
GROUP BY c.training_kind
ORDER BY c.training_kind
