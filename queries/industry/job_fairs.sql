-- title:   招聘会: 岗位、到场、意向、入职
-- grain:   one row per fair of the year up to the month, the latest first; cut at $limit
-- params:  $area VARCHAR, $month DATE, $limit INTEGER
-- columns: fair_id VARCHAR, fair_date DATE, fair_name VARCHAR, town_name VARCHAR, employers BIGINT, posts BIGINT,
--          attendees BIGINT, intents BIGINT, hired BIGINT, conversion DOUBLE, total_rows BIGINT, total_attendees
--          BIGINT,
--          total_intents BIGINT
-- units:   employers = 家; posts = 个; attendees, intents, hired = 人 (alleviated and monitored); conversion = intents /
--          attendees, 0..1; total_* = before the cut. town_name is empty for a fair of the county itself
-- reads:   scoped.job_fair, scoped.division
SELECT
    f.fair_id,
    f.fair_date,
    f.fair_name,
    COALESCE(town.short_name, '') AS town_name,
    CAST(f.employers AS BIGINT) AS employers,
    CAST(f.posts AS BIGINT) AS posts,
    CAST(f.attendees AS BIGINT) AS attendees,
    CAST(f.intents AS BIGINT) AS intents,
    CAST(f.hired AS BIGINT) AS hired,
    CAST(f.intents AS DOUBLE) / NULLIF(CAST(f.attendees AS DOUBLE), 0) AS conversion,
    COUNT(*) OVER () AS total_rows,
    CAST(SUM(f.attendees) OVER () AS BIGINT) AS total_attendees,
    CAST(SUM(f.intents) OVER () AS BIGINT) AS total_intents
FROM scoped.job_fair AS f
LEFT JOIN scoped.division AS town ON f.town_code = town.division_code
WHERE
    COALESCE(f.division_code, f.town_code) LIKE $area || '%'
    AND f.fair_date >= CAST(DATE_TRUNC('year', $month) AS DATE)
    AND f.fair_date < CAST($month + INTERVAL '1' MONTH AS DATE)
ORDER BY
    f.fair_date DESC,
    f.fair_id ASC
LIMIT $limit
