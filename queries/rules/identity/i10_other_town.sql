-- title:   不符的: 一个人一个月只在一个乡镇
-- grain:   one row per fault
-- params:  $since DATE, $until DATE   first days of months, both included
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said = the number; nothing of the other household or township is told; the row that came first is let be
-- reads:   scoped.person_month
WITH twice AS (
    SELECT SUBSTR(id_no, 1, 18) AS number_18
    FROM scoped.person_month
    WHERE
        stat_month BETWEEN $since AND $until
        AND in_household
        AND id_no NOT LIKE '999999%'
    GROUP BY SUBSTR(id_no, 1, 18)
    HAVING MIN(town_code) <> MAX(town_code)
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
        FIRST_VALUE(town_code) OVER (
            PARTITION BY stat_month, number_18
            ORDER BY source_id, source_row, person_id
        ) AS first_town
    FROM numbered
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
    CAST(NULL AS VARCHAR) AS wanted
FROM placed
WHERE
    first_town <> town_code
ORDER BY
    stat_month,
    person_id
