-- title:   不符的: 一个证件号码在一个乡镇只有一个人
-- grain:   one row per fault
-- params:  $since DATE, $until DATE   first days of months, both included
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said = the number; wanted = where it stands already; the row that came first is let be
-- reads:   scoped.person_month
WITH twice AS (
    SELECT SUBSTR(id_no, 1, 18) AS number_18
    FROM scoped.person_month
    WHERE
        stat_month BETWEEN $since AND $until
        AND in_household
        AND id_no NOT LIKE '999999%'
    GROUP BY SUBSTR(id_no, 1, 18)
    HAVING MIN(person_id) <> MAX(person_id)
),

numbered AS (
    SELECT
        source_id,
        source_row,
        stat_month,
        town_code,
        division_code,
        hh_key,
        person_id,
        id_no,
        SUBSTR(id_no, 1, 18) AS number_18
    FROM scoped.person_month
    WHERE
        stat_month BETWEEN $since AND $until
        AND in_household
        AND SUBSTR(id_no, 1, 18) IN (SELECT twice.number_18 FROM twice)
),

placed AS (
    SELECT
        source_id,
        source_row,
        stat_month,
        town_code,
        division_code,
        hh_key,
        person_id,
        id_no,
        FIRST_VALUE(person_id) OVER same_number AS first_person,
        FIRST_VALUE(source_id) OVER same_number AS first_source,
        FIRST_VALUE(source_row) OVER same_number AS first_row
    FROM numbered
    WINDOW same_number AS (
        PARTITION BY stat_month, town_code, number_18
        ORDER BY source_id, source_row, person_id
    )
)

SELECT
    source_id,
    source_row,
    stat_month,
    town_code,
    division_code,
    hh_key,
    hh_key AS object_key,
    'id_no' AS column_name,
    id_no AS said,
    CASE WHEN first_source = source_id THEN CONCAT('第', CAST(first_row AS VARCHAR), '行') ELSE '本月已报的另一个人' END AS wanted
FROM placed
WHERE
    first_person <> person_id
ORDER BY
    stat_month,
    person_id
