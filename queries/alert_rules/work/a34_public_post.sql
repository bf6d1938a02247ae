-- title:   年龄、劳动能力、补贴不合规定或一人几岗的公益性岗位
-- grain:   one row per post and month in which it is held; the same persons as public_post_violation, and pay under
--          the local standard; attendance is not reported
-- params:  $since DATE, $until DATE
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, hh_key VARCHAR, object_key VARCHAR, since DATE,
--          due_at DATE, severity VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   since = the first month of the present run; said = 元 a month where pay is the reason
-- reads:   scoped.household_month, scoped.public_post, scoped.threshold, scoped.person_month
WITH every_month AS (
    SELECT
        stat_month,
        CAST(stat_month + INTERVAL '1' MONTH AS DATE) AS next_month,
        EXTRACT(YEAR FROM stat_month) AS year_no,
        EXTRACT(MONTH FROM stat_month) AS month_no
    FROM scoped.household_month
    WHERE stat_month <= $until
    GROUP BY stat_month
),

posts AS (
    SELECT
        every_month.stat_month,
        every_month.next_month,
        every_month.year_no,
        post.town_code,
        post.division_code,
        post.hh_key,
        post.post_id,
        post.person_id,
        CAST(post.pay_month AS DOUBLE) AS pay,
        COUNT(*) OVER (PARTITION BY every_month.stat_month, post.person_id) AS held
    FROM every_month
    INNER JOIN scoped.public_post AS post
        ON
            every_month.stat_month >= post.start_month
            AND COALESCE(every_month.stat_month <= post.end_month, TRUE)
),

young AS (
    SELECT
        clock.stat_month,
        rule.warn AS age,
        ROW_NUMBER() OVER (
            PARTITION BY clock.stat_month
            ORDER BY LENGTH(COALESCE(rule.division_code, '')) DESC, COALESCE(rule.year, 0) DESC, rule.threshold_id ASC
        ) AS choice
    FROM every_month AS clock
    INNER JOIN scoped.threshold AS rule
        ON
            rule.name = 'post_age_min'
            AND LENGTH(COALESCE(rule.division_code, '')) <= 6
            AND COALESCE(rule.year, clock.year_no) = clock.year_no
),

old AS (
    SELECT
        clock.stat_month,
        rule.warn AS age,
        ROW_NUMBER() OVER (
            PARTITION BY clock.stat_month
            ORDER BY LENGTH(COALESCE(rule.division_code, '')) DESC, COALESCE(rule.year, 0) DESC, rule.threshold_id ASC
        ) AS choice
    FROM every_month AS clock
    INNER JOIN scoped.threshold AS rule
        ON
            rule.name = 'post_age_max'
            AND LENGTH(COALESCE(rule.division_code, '')) <= 6
            AND COALESCE(rule.year, clock.year_no) = clock.year_no
),

pays AS (
    SELECT
        clock.stat_month,
        rule.warn AS yuan,
        ROW_NUMBER() OVER (
            PARTITION BY clock.stat_month
            ORDER BY LENGTH(COALESCE(rule.division_code, '')) DESC, COALESCE(rule.year, 0) DESC, rule.threshold_id ASC
        ) AS choice
    FROM every_month AS clock
    INNER JOIN scoped.threshold AS rule
        ON
            rule.name = 'post_pay_floor'
            AND LENGTH(COALESCE(rule.division_code, '')) <= 6
            AND COALESCE(rule.year, clock.year_no) = clock.year_no
),

judged AS (
    SELECT
        posts.stat_month,
        posts.town_code,
        posts.division_code,
        posts.hh_key,
        posts.post_id,
        posts.pay,
        CASE
            WHEN person.labour IN ('lost', 'none') THEN 'labour'
            WHEN
                person.birth_date >= CAST(posts.next_month - INTERVAL '1' YEAR * CAST(young.age AS INTEGER) AS DATE)
                OR person.birth_date < CAST(posts.next_month - INTERVAL '1' YEAR * CAST(old.age AS INTEGER) AS DATE)
                THEN 'age'
            WHEN posts.held > 1 THEN 'double'
            WHEN posts.pay < pays.yuan THEN 'pay'
        END AS fault
    FROM posts
    INNER JOIN young ON posts.stat_month = young.stat_month AND young.choice = 1
    INNER JOIN old ON posts.stat_month = old.stat_month AND old.choice = 1
    INNER JOIN pays ON posts.stat_month = pays.stat_month AND pays.choice = 1
    LEFT JOIN scoped.person_month AS person
        ON
            posts.person_id = person.person_id
            AND posts.stat_month = person.stat_month
            AND person.in_household
            AND person.stat_month <= $until
),

wrong AS (
    SELECT
        stat_month,
        town_code,
        division_code,
        hh_key,
        post_id,
        pay,
        fault
    FROM judged
    WHERE fault IS NOT NULL
),

-- The months that a township reported, numbered: a month that is not there does not break a run.
reported AS (
    SELECT
        town_code,
        stat_month,
        ROW_NUMBER() OVER (PARTITION BY town_code ORDER BY stat_month) AS month_no
    FROM scoped.household_month
    WHERE stat_month <= $until
    GROUP BY
        town_code,
        stat_month
),

numbered AS (
    SELECT
        wrong.stat_month, wrong.town_code, wrong.division_code, wrong.hh_key, wrong.post_id, wrong.pay, wrong.fault,
        reported.month_no
        - ROW_NUMBER() OVER (PARTITION BY wrong.town_code, wrong.post_id ORDER BY wrong.stat_month) AS run_no
    FROM wrong
    INNER JOIN reported ON wrong.town_code = reported.town_code AND wrong.stat_month = reported.stat_month
),

runs AS (
    SELECT
        stat_month, town_code, division_code, hh_key, post_id, pay, fault,
        MIN(stat_month) OVER (PARTITION BY town_code, post_id, run_no) AS run_start
    FROM numbered
)

SELECT
    stat_month,
    town_code,
    division_code,
    hh_key,
    post_id AS object_key,
    run_start AS since,
    CAST(NULL AS DATE) AS due_at,
    'orange' AS severity,
    CASE WHEN fault = 'pay' THEN CAST(CAST(ROUND(pay, 0) AS BIGINT) AS VARCHAR) END AS said,
    fault AS wanted
FROM runs
WHERE stat_month >= $since
ORDER BY
    stat_month,
    post_id
