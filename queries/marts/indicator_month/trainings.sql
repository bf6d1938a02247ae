-- title:   培训和培训后就业, 按乡镇和月
-- grain:   one row per township and month with trainings of the year or finished in the months before
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, town_code VARCHAR, training_conversion__num BIGINT, training_conversion__den
--          BIGINT, skills_trainees BIGINT, team_training_courses BIGINT
-- units:   人 who finished 90 days ago or longer, and less than 455, and who found work within 90 days; trainees
--          and courses of the year so far, the county's own not among them
-- reads:   scoped.training, scoped.training_person, scoped.household_month
WITH months AS (
    SELECT
        stat_month,
        CAST(stat_month + INTERVAL '1' MONTH AS DATE) AS next_month,
        CAST(DATE_TRUNC('year', stat_month) AS DATE) AS new_year,
        EXTRACT(YEAR FROM stat_month) AS year_no,
        EXTRACT(MONTH FROM stat_month) AS month_no
    FROM scoped.household_month
    WHERE stat_month BETWEEN $from_month AND $to_month
    GROUP BY stat_month
),

persons AS (
    SELECT
        months.stat_month,
        one.town_code,
        COUNT(*) FILTER (
            WHERE
            one.employed_at >= one.finished_at
            AND UNIX_DATE(one.employed_at) - UNIX_DATE(one.finished_at) <= 90
        ) AS employed,
        COUNT(*) AS trained
    FROM months
    INNER JOIN scoped.training_person AS one
        ON
            UNIX_DATE(months.next_month) - UNIX_DATE(one.finished_at) > 90
            AND UNIX_DATE(months.next_month) - UNIX_DATE(one.finished_at) <= 455
    GROUP BY
        months.stat_month,
        one.town_code
),

courses AS (
    SELECT
        months.stat_month,
        one.town_code,
        SUM(CASE WHEN one.training_kind IN ('skill', 'practical', 'startup') THEN one.trainees ELSE 0 END) AS trainees,
        COUNT(*) FILTER (WHERE one.training_kind = 'team') AS team_courses
    FROM months
    INNER JOIN scoped.training AS one
        ON
            months.new_year <= one.end_date
            AND months.next_month > one.end_date
            AND SUBSTR(one.town_code, 7, 3) <> '000'
    GROUP BY
        months.stat_month,
        one.town_code
)

SELECT
    COALESCE(persons.stat_month, courses.stat_month) AS stat_month,
    COALESCE(persons.town_code, courses.town_code) AS town_code,
    persons.employed AS training_conversion__num,
    persons.trained AS training_conversion__den,
    CAST(courses.trainees AS BIGINT) AS skills_trainees,
    courses.team_courses AS team_training_courses
FROM persons
FULL JOIN courses
    ON
        persons.stat_month = courses.stat_month
        AND persons.town_code = courses.town_code
ORDER BY
    COALESCE(persons.stat_month, courses.stat_month),
    COALESCE(persons.town_code, courses.town_code)
