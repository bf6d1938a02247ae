-- title:   新增岗位、光伏岗位和岗位异常, 按村和月
-- grain:   one row per village and month in townships that report posts, from their first post on
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, public_posts_new BIGINT,
--          public_posts_pv_persons BIGINT, public_posts_pv_income DOUBLE, public_post_violation BIGINT
-- units:   new = posts taken up in the year so far and marked new; pv_income = 元, monthly pay times 12 of posts held;
--          violation = 人 in post under 16 or from 70 on, without labour, or with two posts; NULL without people
-- reads:   scoped.public_post, scoped.person_month, scoped.household_month, scoped.employment_month
WITH months AS (
    SELECT DISTINCT stat_month
    FROM scoped.household_month
    WHERE stat_month BETWEEN $from_month AND $to_month
    UNION
    SELECT DISTINCT stat_month
    FROM scoped.employment_month
    WHERE stat_month BETWEEN $from_month AND $to_month
),

people AS (
    SELECT
        stat_month,
        person_id,
        town_code,
        birth_date,
        labour
    FROM scoped.person_month
    WHERE
        stat_month BETWEEN $from_month AND $to_month
        AND in_household
),

with_people AS (
    SELECT DISTINCT
        stat_month,
        town_code
    FROM people
),

villages AS (
    SELECT
        town_code,
        division_code,
        MIN(MIN(start_month)) OVER (PARTITION BY town_code) AS town_since
    FROM scoped.public_post
    GROUP BY
        town_code,
        division_code
),

held AS (
    SELECT
        months.stat_month,
        post.division_code,
        post.person_id,
        post.kind,
        post.pay_month,
        COUNT(*) OVER (PARTITION BY months.stat_month, post.person_id) AS posts
    FROM months
    INNER JOIN scoped.public_post AS post
        ON
            months.stat_month >= post.start_month
            AND COALESCE(months.stat_month <= post.end_month, TRUE)
),

-- Age in full years at the month's last day.
holders AS (
    SELECT
        held.stat_month,
        held.division_code,
        COUNT(DISTINCT CASE WHEN held.kind = '光伏' THEN held.person_id END) AS pv_persons,
        SUM(CASE WHEN held.kind = '光伏' THEN CAST(held.pay_month AS DOUBLE) * 12 ELSE 0 END) AS pv_income,
        COUNT(
            DISTINCT
            CASE
                WHEN
                    held.posts > 1
                    OR people.labour IN ('lost', 'none')
                    OR people.birth_date >= CAST(held.stat_month + INTERVAL '1' MONTH - INTERVAL '16' YEAR AS DATE)
                    OR people.birth_date < CAST(held.stat_month + INTERVAL '1' MONTH - INTERVAL '70' YEAR AS DATE)
                    THEN held.person_id
            END
        ) AS wrong
    FROM held
    LEFT JOIN people ON held.stat_month = people.stat_month AND held.person_id = people.person_id
    GROUP BY
        held.stat_month,
        held.division_code
),

taken_up AS (
    SELECT
        months.stat_month,
        post.division_code,
        COUNT(*) AS posts
    FROM months
    INNER JOIN scoped.public_post AS post
        ON
            post.is_new
            AND post.start_month >= CAST(DATE_TRUNC('year', months.stat_month) AS DATE)
            AND months.stat_month >= post.start_month
    GROUP BY
        months.stat_month,
        post.division_code
)

SELECT
    months.stat_month,
    villages.town_code,
    villages.division_code,
    COALESCE(taken_up.posts, 0) AS public_posts_new,
    COALESCE(holders.pv_persons, 0) AS public_posts_pv_persons,
    CAST(COALESCE(holders.pv_income, 0) AS DOUBLE) AS public_posts_pv_income,
    CASE WHEN with_people.town_code IS NOT NULL THEN COALESCE(holders.wrong, 0) END AS public_post_violation
FROM months
INNER JOIN villages ON months.stat_month >= villages.town_since
LEFT JOIN holders ON months.stat_month = holders.stat_month AND villages.division_code = holders.division_code
LEFT JOIN taken_up ON months.stat_month = taken_up.stat_month AND villages.division_code = taken_up.division_code
LEFT JOIN with_people ON months.stat_month = with_people.stat_month AND villages.town_code = with_people.town_code
ORDER BY
    months.stat_month,
    villages.division_code
