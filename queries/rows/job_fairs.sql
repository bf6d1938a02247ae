-- title:   招聘会背后的每一场
-- grain:   one row per fair of the year up to the month; amount adds up to the figure
-- params:  $area VARCHAR, $month DATE
--          $indicator VARCHAR       job_fair_conversion (its numerator), job_fair_posts, job_fair_attendees,
--                                   job_fair_intents
-- columns: town_name VARCHAR, fair_date DATE, fair_name VARCHAR, employers BIGINT, posts BIGINT, attendees BIGINT,
--          intents BIGINT, hired BIGINT, amount DOUBLE, dropped_by VARCHAR
-- units:   posts = 个; attendees, intents, hired = 人; amount = 个 or 人. Fairs of the county itself count in the county
--          alone
-- reads:   scoped.job_fair, scoped.division
SELECT
    town.short_name AS town_name,
    f.fair_date,
    f.fair_name,
    CAST(f.employers AS BIGINT) AS employers,
    CAST(f.posts AS BIGINT) AS posts,
    CAST(f.attendees AS BIGINT) AS attendees,
    CAST(f.intents AS BIGINT) AS intents,
    CAST(f.hired AS BIGINT) AS hired,
    CAST(
        CASE $indicator WHEN 'job_fair_posts' THEN f.posts WHEN 'job_fair_attendees' THEN f.attendees ELSE f.intents END
        AS DOUBLE
    ) AS amount,
    CAST(NULL AS VARCHAR) AS dropped_by
FROM scoped.job_fair AS f
LEFT JOIN scoped.division AS town ON f.town_code = town.division_code
WHERE
    COALESCE(f.division_code, f.town_code) LIKE $area || '%'
    AND f.fair_date >= CAST(DATE_TRUNC('year', $month) AS DATE)
    AND f.fair_date < CAST($month + INTERVAL '1' MONTH AS DATE)
ORDER BY
    f.fair_date,
    f.fair_id
