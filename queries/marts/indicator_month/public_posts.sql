-- title:   公益性岗位人数, 合计和按岗位类别, 按村和月
-- grain:   one row per village, month and kind (no kind: all), in townships that report posts, from their first post on
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, split VARCHAR, public_post_persons BIGINT
-- units:   人, each counted once a kind and once in all
-- reads:   scoped.public_post, scoped.household_month, scoped.employment_month
WITH months AS (
    SELECT DISTINCT stat_month
    FROM scoped.household_month
    WHERE stat_month BETWEEN $from_month AND $to_month
    UNION
    SELECT DISTINCT stat_month
    FROM scoped.employment_month
    WHERE stat_month BETWEEN $from_month AND $to_month
),

kinds AS (
    SELECT '保洁' AS kind
    UNION ALL
    SELECT '护林' AS kind
    UNION ALL
    SELECT '护路' AS kind
    UNION ALL
    SELECT '护水' AS kind
    UNION ALL
    SELECT '护理' AS kind
    UNION ALL
    SELECT '村务管理' AS kind
    UNION ALL
    SELECT '光伏' AS kind
    UNION ALL
    SELECT '环保' AS kind
    UNION ALL
    SELECT '其他' AS kind
    UNION ALL
    SELECT CAST(NULL AS VARCHAR) AS kind
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
)

SELECT
    months.stat_month,
    villages.town_code,
    villages.division_code,
    kinds.kind AS split,
    COUNT(DISTINCT post.person_id) AS public_post_persons
FROM months
INNER JOIN villages ON months.stat_month >= villages.town_since
CROSS JOIN kinds
LEFT JOIN scoped.public_post AS post
    ON
        villages.division_code = post.division_code
        AND post.kind = COALESCE(kinds.kind, post.kind)
        AND months.stat_month >= post.start_month
        AND COALESCE(months.stat_month <= post.end_month, TRUE)
GROUP BY
    months.stat_month,
    villages.town_code,
    villages.division_code,
    kinds.kind
ORDER BY
    months.stat_month,
    villages.division_code,
    split
