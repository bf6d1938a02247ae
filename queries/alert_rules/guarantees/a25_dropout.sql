-- title:   义务教育阶段失学辍学的孩子
-- grain:   one row per household with such children and month; the same children as dropout_children
-- params:  $since DATE, $until DATE
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, hh_key VARCHAR, object_key VARCHAR, since DATE,
--          due_at DATE, severity VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   since = the first month of the present run; said = children
-- reads:   scoped.person_month
WITH -- The months that a township reported, numbered: a month that is not there does not break a run.
reported AS (
    SELECT
        town_code,
        stat_month,
        ROW_NUMBER() OVER (PARTITION BY town_code ORDER BY stat_month) AS month_no
    FROM scoped.person_month
    WHERE stat_month <= $until
    GROUP BY
        town_code,
        stat_month
),

filled AS (
    SELECT
        stat_month,
        town_code
    FROM scoped.person_month
    WHERE stat_month <= $until AND in_household
    GROUP BY
        stat_month,
        town_code
    HAVING COUNT(school) > 0
),

children AS (
    SELECT
        person.stat_month,
        person.town_code,
        person.division_code,
        person.hh_key,
        COUNT(*) AS children
    FROM scoped.person_month AS person
    INNER JOIN filled ON person.stat_month = filled.stat_month AND person.town_code = filled.town_code
    WHERE
        person.in_household
        AND person.school IS NULL
        -- full years at the month's last day: born after (month end - 16 years), at the latest 6 years before
        AND person.birth_date >= CAST(person.stat_month + INTERVAL '1' MONTH - INTERVAL '16' YEAR AS DATE)
        AND person.birth_date < CAST(person.stat_month + INTERVAL '1' MONTH - INTERVAL '6' YEAR AS DATE)
        AND COALESCE(person.edu, '') NOT IN ('初中', '高中', '大专', '本科及以上')
        AND (
            person.not_in_school_reason IS NULL
            OR person.not_in_school_reason LIKE '%失学%'
            OR person.not_in_school_reason LIKE '%辍学%'
            OR person.not_in_school_reason LIKE '%厌学%'
        )
        AND person.stat_month <= $until
    GROUP BY
        person.stat_month,
        person.town_code,
        person.division_code,
        person.hh_key
),

numbered AS (
    SELECT
        children.stat_month, children.town_code, children.division_code, children.hh_key, children.children,
        reported.month_no
        - ROW_NUMBER() OVER (PARTITION BY children.town_code, children.hh_key ORDER BY children.stat_month) AS run_no
    FROM children
    INNER JOIN reported ON children.town_code = reported.town_code AND children.stat_month = reported.stat_month
),

runs AS (
    SELECT
        stat_month, town_code, division_code, hh_key, children,
        MIN(stat_month) OVER (PARTITION BY town_code, hh_key, run_no) AS run_start
    FROM numbered
)

SELECT
    stat_month,
    town_code,
    division_code,
    hh_key,
    hh_key AS object_key,
    run_start AS since,
    CAST(NULL AS DATE) AS due_at,
    'red' AS severity,
    CAST(children AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM runs
WHERE stat_month >= $since
ORDER BY
    stat_month,
    hh_key
