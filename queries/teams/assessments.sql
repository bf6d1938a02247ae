-- title:   驻村考核: 每一次考核多少人, “好”等次占多少, 是否超过比例
-- grain:   one row per assessment period and role of the year asked and the one before; a quarter or year that is not
--          over
--          by the month's end has no row
-- params:  $area VARCHAR, $month DATE
-- columns: year INTEGER, period VARCHAR, period_no INTEGER, role VARCHAR, assessed BIGINT, good BIGINT, fairly_good
--          BIGINT,
--          average BIGINT, poor BIGINT, ungraded BIGINT, good_share DOUBLE, mean_score DOUBLE, quota DOUBLE
-- units:   assessed and the grades = 人 (members of teams); ungraded = assessed with a score and no grade; good_share =
--          good /
--          graded, 0..1, NULL when nobody was graded; quota = threshold team_good_quota, NULL when not set
-- reads:   scoped.assessment, scoped.work_team_member, scoped.threshold
WITH quota AS (
    SELECT MAX(warn) AS most
    FROM scoped.threshold
    WHERE name = 'team_good_quota'
)

SELECT
    CAST(a.year AS INTEGER) AS year,
    a.period,
    CAST(a.period_no AS INTEGER) AS period_no,
    COALESCE(m.role, '') AS role,
    COUNT(*) AS assessed,
    COUNT(CASE WHEN a.grade = 'good' THEN 1 END) AS good,
    COUNT(CASE WHEN a.grade = 'fairly_good' THEN 1 END) AS fairly_good,
    COUNT(CASE WHEN a.grade = 'average' THEN 1 END) AS average,
    COUNT(CASE WHEN a.grade = 'poor' THEN 1 END) AS poor,
    COUNT(CASE WHEN a.grade IS NULL THEN 1 END) AS ungraded,
    CAST(COUNT(CASE WHEN a.grade = 'good' THEN 1 END) AS DOUBLE) / NULLIF(CAST(COUNT(a.grade) AS DOUBLE), 0)
        AS good_share,
    AVG(CAST(a.score AS DOUBLE)) AS mean_score,
    MAX(q.most) AS quota
FROM scoped.assessment AS a
CROSS JOIN quota AS q
LEFT JOIN scoped.work_team_member AS m ON a.object_id = m.member_id
WHERE
    a.object_kind = 'member'
    AND a.division_code LIKE $area || '%'
    AND a.year BETWEEN EXTRACT(YEAR FROM $month) - 1 AND EXTRACT(YEAR FROM $month)
    AND (
        a.year < EXTRACT(YEAR FROM $month)
        OR (a.period = 'quarter' AND a.period_no * 3 <= EXTRACT(MONTH FROM $month))
        OR (a.period = 'annual' AND EXTRACT(MONTH FROM $month) = 12)
        OR (a.period = 'term' AND m.end_date < CAST($month + INTERVAL '1' MONTH AS DATE))
    )
GROUP BY
    a.year,
    a.period,
    a.period_no,
    COALESCE(m.role, '')
ORDER BY
    a.year DESC,
    a.period DESC,
    a.period_no DESC,
    role ASC
