-- title:   会议和督查的次数(只小字显示, 不排名)
-- grain:   one row per kind that was held in the year up to the month
-- params:  $area VARCHAR, $month DATE
-- columns: meeting_kind VARCHAR, held_month BIGINT, held_year BIGINT
-- units:   次. Meetings of the county itself count in the county alone
-- reads:   scoped.meeting
SELECT
    m.meeting_kind,
    COUNT(CASE WHEN m.meeting_date >= $month THEN 1 END) AS held_month,
    COUNT(*) AS held_year
FROM scoped.meeting AS m
WHERE
    COALESCE(m.division_code, m.town_code) LIKE $area || '%'
    AND m.meeting_date >= CAST(DATE_TRUNC('year', $month) AS DATE)
    AND m.meeting_date < CAST($month + INTERVAL '1' MONTH AS DATE)
GROUP BY m.meeting_kind
ORDER BY m.meeting_kind
