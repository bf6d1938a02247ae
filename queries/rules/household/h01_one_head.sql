-- title:   不符的: 一户一个户主
-- grain:   one row per fault
-- params:  $since DATE, $until DATE   first days of months, both included
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   without a head the first row of the household is named, of several heads all but the first
-- reads:   scoped.person_month
WITH ranked AS (
    SELECT
        source_id,
        source_row,
        stat_month,
        town_code,
        division_code,
        hh_id,
        hh_key,
        person_id,
        relation,
        ROW_NUMBER() OVER (PARTITION BY stat_month, hh_id ORDER BY source_id, source_row, person_id) AS place,
        SUM(CASE WHEN relation = '户主' THEN 1 ELSE 0 END) OVER (
            PARTITION BY stat_month, hh_id
            ORDER BY source_id, source_row, person_id
            ROWS UNBOUNDED PRECEDING
        ) AS heads_so_far,
        SUM(CASE WHEN relation = '户主' THEN 1 ELSE 0 END) OVER (PARTITION BY stat_month, hh_id) AS heads
    FROM scoped.person_month
    WHERE
        stat_month BETWEEN $since AND $until
        AND in_household
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
