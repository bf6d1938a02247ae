-- title:   不符的: 一个人编号一个月只有一行
-- grain:   one row per fault
-- params:  $since DATE, $until DATE   first days of months, both included
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   wanted = where it stands already; the row that came first is let be
-- reads:   scoped.person_month
WITH twice AS (
    SELECT
        stat_month,
        person_id
    FROM scoped.person_month
    WHERE stat_month BETWEEN $since AND $until
    GROUP BY
        stat_month,
        person_id
    HAVING COUNT(*) > 1
),

numbered AS (
    SELECT
        one.source_id,
        one.source_row,
        one.stat_month,
        one.town_code,
        one.division_code,
        one.hh_key,
        one.person_id,
        ROW_NUMBER() OVER same_person AS place,
        FIRST_VALUE(one.source_id) OVER same_person AS first_source,
        FIRST_VALUE(one.source_row) OVER same_person AS first_row
    FROM scoped.person_month AS one
    INNER JOIN twice ON one.stat_month = twice.stat_month AND one.person_id = twice.person_id
    WINDOW same_person AS (PARTITION BY one.stat_month, one.person_id ORDER BY one.source_id, one.source_row)
)

SELECT
    source_id,
    source_row,
    stat_month,
    town_code,
    division_code,
    hh_key,
    hh_key AS object_key,
    'person_id' AS column_name,
    CAST(NULL AS VARCHAR) AS said,
    CASE WHEN first_source = source_id THEN CONCAT('第', CAST(first_row AS VARCHAR), '行') ELSE '本月已报的一行' END AS wanted
FROM numbered
WHERE
    place > 1
ORDER BY
    stat_month,
    person_id, place
