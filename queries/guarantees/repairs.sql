-- title:   农村危房改造: 任务、开工、完成, 按任务年度
-- grain:   one row per year of the beginning, the latest first, as of the month's end; the last three years
-- params:  $area VARCHAR, $month DATE
-- columns: start_year INTEGER, begun BIGINT, done BIGINT, ongoing BIGINT, oldest_days INTEGER, amount DOUBLE
-- units:   户 (a household once a year) whose help by 住房安全保障 began in the year; oldest_days = 天 since the oldest one
--          that is not finished began; amount = 元
-- reads:   scoped.measure, scoped.division
WITH outside AS (
    SELECT division_code
    FROM scoped.division
    WHERE
        level = 4
        AND NOT in_county_total
        AND LENGTH($area) = 6
),

clock AS (
    SELECT
        CAST($month + INTERVAL '1' MONTH AS DATE) AS next_month,
        CAST(EXTRACT(YEAR FROM CAST($month AS DATE)) AS INTEGER) AS year_no
),

houses AS (
    SELECT
        CAST(EXTRACT(YEAR FROM m.start_date) AS INTEGER) AS start_year,
        m.hh_key,
        MIN(c.next_month) AS next_month,
        MIN(CASE WHEN m.end_date < c.next_month THEN 1 ELSE 0 END) AS is_done,
        MIN(m.start_date) AS start_date,
        SUM(CAST(m.amount AS DOUBLE)) AS amount
    FROM scoped.measure AS m
    INNER JOIN clock AS c ON m.start_date < c.next_month
    WHERE
        m.category = 'housing'
        AND m.status <> 'planned'
        AND EXTRACT(YEAR FROM m.start_date) > c.year_no - 3
        AND m.division_code LIKE $area || '%'
        AND m.town_code NOT IN (SELECT o.division_code FROM outside AS o)
    GROUP BY
        CAST(EXTRACT(YEAR FROM m.start_date) AS INTEGER),
        m.hh_key
)

SELECT
    start_year,
    CAST(COUNT(*) AS BIGINT) AS begun,
    CAST(SUM(is_done) AS BIGINT) AS done,
    CAST(SUM(1 - is_done) AS BIGINT) AS ongoing,
    CAST(MAX(CASE WHEN is_done = 0 THEN UNIX_DATE(next_month) - 1 - UNIX_DATE(start_date) END) AS INTEGER)
        AS oldest_days,
    CAST(SUM(amount) AS DOUBLE) AS amount
FROM houses
GROUP BY start_year
ORDER BY start_year DESC
