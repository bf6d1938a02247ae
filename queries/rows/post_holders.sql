-- title:   公益性岗位, 逐岗
-- grain:   one row per post
-- params:  $area VARCHAR, $month DATE
--          $which VARCHAR           now: in post this month; year_ago: in the same month of last year; new: a new post
--                                   begun this year; paid: in post in a month of this year
--          $kind VARCHAR?           a kind of post; 合计 = every kind
-- columns: hh_key VARCHAR, village_name VARCHAR, kind VARCHAR, start_month DATE, end_month DATE, persons BIGINT,
--          pay_month DOUBLE, paid_in_year DOUBLE
-- units:   persons = 1 at a person's first post, 0 at further ones; pay_month = 元 a month; paid_in_year = 元, months in
--          post from January to the month times pay
-- reads:   scoped.public_post, scoped.division
WITH clock AS (
    SELECT
        CAST($month - INTERVAL '12' MONTH AS DATE) AS year_ago,
        CAST(DATE_TRUNC('year', CAST($month AS DATE)) AS DATE) AS year_start
),

dated AS (
    SELECT
        post.post_id,
        post.person_id,
        post.hh_key,
        post.division_code,
        post.kind,
        post.start_month,
        post.end_month,
        CAST(post.pay_month AS DOUBLE) AS pay_month,
        GREATEST(post.start_month, clock.year_start) AS first_paid,
        LEAST(COALESCE(post.end_month, $month), $month) AS last_paid,
        CASE $which
            WHEN 'now' THEN post.end_month IS NULL OR post.end_month >= $month
            WHEN 'year_ago'
                THEN post.start_month <= clock.year_ago AND (post.end_month IS NULL OR post.end_month >= clock.year_ago)
            WHEN 'new' THEN COALESCE(post.is_new, FALSE) AND post.start_month >= clock.year_start
            ELSE TRUE
        END AS is_asked
    FROM scoped.public_post AS post
    CROSS JOIN clock
    LEFT JOIN scoped.division AS town ON post.town_code = town.division_code
    WHERE
        post.start_month <= $month
        AND post.division_code LIKE $area || '%'
        AND (LENGTH($area) > 6 OR town.in_county_total)
        AND ($kind IS NULL OR $kind = '合计' OR post.kind = $kind)
),

counted AS (
    SELECT
        post_id,
        hh_key,
        division_code,
        kind,
        start_month,
        end_month,
        pay_month,
        CASE
            WHEN first_paid <= last_paid
                THEN EXTRACT(MONTH FROM last_paid) - EXTRACT(MONTH FROM first_paid) + 1
            ELSE 0
        END AS months_in_year,
        ROW_NUMBER() OVER (PARTITION BY person_id ORDER BY post_id) AS post_no
    FROM dated
    WHERE is_asked
)

SELECT
    counted.hh_key,
    village.name AS village_name,
    counted.kind,
    counted.start_month,
    counted.end_month,
    CAST(CASE WHEN counted.post_no = 1 THEN 1 ELSE 0 END AS BIGINT) AS persons,
    counted.pay_month,
    CAST(counted.pay_month * counted.months_in_year AS DOUBLE) AS paid_in_year
FROM counted
LEFT JOIN scoped.division AS village ON counted.division_code = village.division_code
WHERE $which <> 'paid' OR counted.months_in_year > 0
ORDER BY counted.division_code, counted.post_id
