-- title:   公益性岗位, 按类别: 人数与补贴
-- grain:   one row per kind of post with anybody now or in the same month of last year, then one row '合计'
-- params:  $area VARCHAR              county, township or village inside the viewer's scope
--          $month DATE                first day of the month
-- columns: kind VARCHAR, persons BIGINT, last_year BIGINT, change_year BIGINT, new_in_year BIGINT, pay_month DOUBLE,
--          pay_mean DOUBLE, paid_in_year DOUBLE
-- units:   persons, last_year = 人 in post in the month; new_in_year = 个, posts new this year; pay_month = 元 a month
--          for all; pay_mean = 元 a month and person; paid_in_year = 元, January to $month (months in post times pay)
-- reads:   scoped.public_post, scoped.division
WITH
counted AS (
    SELECT division_code AS town_code
    FROM scoped.division
    WHERE
        level = 4
        AND (LENGTH($area) > 6 OR in_county_total)
),

clock AS (
    SELECT
        CAST($month - INTERVAL '12' MONTH AS DATE) AS year_ago,
        CAST(DATE_TRUNC('year', CAST($month AS DATE)) AS DATE) AS year_start
),

posts AS (
    SELECT
        p.kind,
        p.person_id,
        p.start_month,
        p.pay_month,
        COALESCE(p.is_new, FALSE) AND p.start_month >= c.year_start AS is_new,
        p.end_month IS NULL OR p.end_month >= $month AS is_now,
        p.start_month <= c.year_ago AND (p.end_month IS NULL OR p.end_month >= c.year_ago) AS was_year_ago,
        GREATEST(p.start_month, c.year_start) AS first_paid,
        LEAST(COALESCE(p.end_month, $month), $month) AS last_paid
    FROM scoped.public_post AS p
    CROSS JOIN clock AS c
    WHERE
        p.start_month <= $month
        AND p.division_code LIKE $area || '%'
        AND p.town_code IN (SELECT n.town_code FROM counted AS n)
),

priced AS (
    SELECT
        kind,
        person_id,
        pay_month,
        is_new,
        is_now,
        was_year_ago,
        CASE
            WHEN first_paid <= last_paid
                THEN EXTRACT(MONTH FROM last_paid) - EXTRACT(MONTH FROM first_paid) + 1
            ELSE 0
        END AS months_in_year
    FROM posts
),

grouped AS (
    SELECT
        kind,
        person_id,
        pay_month,
        is_new,
        is_now,
        was_year_ago,
        months_in_year
    FROM priced
    UNION ALL
    SELECT
        '合计' AS kind,
        person_id,
        pay_month,
        is_new,
        is_now,
        was_year_ago,
        months_in_year
    FROM priced
),

sums AS (
    SELECT
        kind,
        COUNT(DISTINCT CASE WHEN is_now THEN person_id END) AS persons,
        COUNT(DISTINCT CASE WHEN was_year_ago THEN person_id END) AS last_year,
        COUNT(CASE WHEN is_new THEN 1 END) AS new_in_year,
        CAST(SUM(CASE WHEN is_now THEN pay_month END) AS DOUBLE) AS pay_month,
        CAST(SUM(pay_month * months_in_year) AS DOUBLE) AS paid_in_year
    FROM grouped
    GROUP BY kind
)

SELECT
    kind,
    CAST(persons AS BIGINT) AS persons,
    CAST(last_year AS BIGINT) AS last_year,
    CAST(persons - last_year AS BIGINT) AS change_year,
    CAST(new_in_year AS BIGINT) AS new_in_year,
    pay_month,
    pay_month / NULLIF(persons, 0) AS pay_mean,
    paid_in_year
FROM sums
WHERE
    persons > 0
    OR last_year > 0
    OR new_in_year > 0
ORDER BY
    CASE WHEN kind = '合计' THEN 1 ELSE 0 END ASC,
    persons DESC,
    kind ASC
