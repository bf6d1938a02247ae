-- title:   不符的: 一户一个户主
-- grain:   one row per fault
-- params:  $since DATE, $until DATE   first days of months, both included
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   without a head the first row of the household is named, of several heads all but the first
-- reads:   scoped.person_month
WITH headed AS (
    SELECT
        stat_month,
        hh_id,
        SUM(CASE WHEN relation = '户主' THEN 1 ELSE 0 END) AS heads
    FROM scoped.person_month
    WHERE
        stat_month BETWEEN $since AND $until
        AND in_household
    GROUP BY
        stat_month,
        hh_id
    HAVING SUM(CASE WHEN relation = '户主' THEN 1 ELSE 0 END) <> 1
),

ranked AS (
    SELECT
        one.source_id,
        one.source_row,
        one.stat_month,
        one.town_code,
        one.division_code,
        one.hh_id,
        one.hh_key,
        one.person_id,
        one.relation,
        headed.heads,
        ROW_NUMBER() OVER (
            PARTITION BY one.stat_month, one.hh_id
            ORDER BY one.source_id, one.source_row, one.person_id
        ) AS place,
        SUM(CASE WHEN one.relation = '户主' THEN 1 ELSE 0 END) OVER (
            PARTITION BY one.stat_month, one.hh_id
            ORDER BY one.source_id, one.source_row, one.person_id
            ROWS UNBOUNDED PRECEDING
        ) AS heads_so_far
    FROM scoped.person_month AS one
    INNER JOIN headed ON one.stat_month = headed.stat_month AND one.hh_id = headed.hh_id
    WHERE one.in_household
)

SELECT
    source_id,
    source_row,
    stat_month,
    town_code,
    division_code,
    hh_key,
    hh_key AS object_key,
    'relation' AS column_name,
    relation AS said,
    CASE WHEN heads = 0 THEN 'none' ELSE 'several' END AS wanted
FROM ranked
WHERE
    (heads = 0 AND place = 1)
    OR (heads > 1 AND relation = '户主' AND heads_so_far > 1)
ORDER BY
    stat_month,
    hh_id,
    person_id
