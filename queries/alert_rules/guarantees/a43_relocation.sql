-- title:   没有入住、没有办证或有劳动力而没有人就业的搬迁户
-- grain:   one row per relocated household and month; not living there goes before the deed, the deed before work
-- params:  $since DATE, $until DATE
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, hh_key VARCHAR, object_key VARCHAR, since DATE,
--          due_at DATE, severity VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   since = the day it left, else the day it moved in, else the first month reported of its township; work as
--          last told
-- reads:   scoped.household_month, scoped.relocation
WITH months AS (
    SELECT
        stat_month,
        CAST(stat_month + INTERVAL '1' MONTH AS DATE) AS next_month,
        EXTRACT(YEAR FROM stat_month) AS year_no,
        EXTRACT(MONTH FROM stat_month) AS month_no
    FROM scoped.household_month
    WHERE stat_month BETWEEN $since AND $until
    GROUP BY stat_month
),

first_months AS (
    SELECT
        town_code,
        MIN(stat_month) AS first_month
    FROM scoped.household_month
    GROUP BY town_code
),

homes AS (
    SELECT
        months.stat_month,
        one.town_code,
        one.division_code,
        one.hh_key,
        one.moved_in_at,
        one.left_at,
        first_months.first_month,
        CASE
            WHEN COALESCE(one.moved_in_at >= months.next_month, TRUE) OR one.left_at < months.next_month THEN 'empty'
            WHEN COALESCE(one.deed_at >= months.next_month, TRUE) THEN 'deed'
            WHEN one.able_persons > 0 AND one.employed_persons = 0 THEN 'work'
        END AS what
    FROM months
    CROSS JOIN scoped.relocation AS one
    INNER JOIN first_months ON one.town_code = first_months.town_code AND months.stat_month >= first_months.first_month
)

SELECT
    stat_month,
    town_code,
    division_code,
    hh_key,
    hh_key AS object_key,
    CASE
        WHEN what = 'empty' AND left_at < CAST(stat_month + INTERVAL '1' MONTH AS DATE) THEN left_at
        WHEN what = 'empty' THEN first_month
        ELSE moved_in_at
    END AS since,
    CAST(NULL AS DATE) AS due_at,
    'orange' AS severity,
    CAST(NULL AS VARCHAR) AS said,
    what AS wanted
FROM homes
WHERE what IS NOT NULL
ORDER BY
    stat_month,
    hh_key
