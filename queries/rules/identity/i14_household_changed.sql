-- title:   不符的: 同一证件号码的人，户编号与上月相同(婚入、迁入等除外)
-- grain:   one row per fault
-- params:  $since DATE, $until DATE   first days of months, both included
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said, wanted = what stands there, what should
-- reads:   scoped.person_month
WITH moved AS (
    SELECT SUBSTR(id_no, 1, 18) AS number_18
    FROM scoped.person_month
    WHERE stat_month BETWEEN CAST($since - INTERVAL '1' MONTH AS DATE) AND $until
    GROUP BY SUBSTR(id_no, 1, 18)
    HAVING MIN(hh_id) <> MAX(hh_id)
),

told AS (
    SELECT
        source_id,
        source_row,
        stat_month,
        town_code,
        division_code,
        hh_id,
        hh_key,
        person_id,
        name,
        id_no,
        in_household,
        change_code,
        SUBSTR(id_no, 1, 18) AS number_18
    FROM scoped.person_month
    WHERE
        stat_month BETWEEN CAST($since - INTERVAL '1' MONTH AS DATE) AND $until
        AND SUBSTR(id_no, 1, 18) IN (SELECT moved.number_18 FROM moved)
)

SELECT
    one.source_id,
    one.source_row,
    one.stat_month,
    one.town_code,
    one.division_code,
    one.hh_key,
    one.hh_key AS object_key,
    'hh_id' AS column_name,
    CAST(NULL AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM told AS one
INNER JOIN told AS past
    ON
        one.number_18 = past.number_18
        AND past.stat_month = CAST(one.stat_month - INTERVAL '1' MONTH AS DATE)
WHERE
    one.stat_month BETWEEN $since AND $until
    AND one.hh_id <> past.hh_id
    AND one.in_household
    AND past.in_household
    AND one.change_code IS NULL
    AND one.id_no NOT LIKE '999999%'
ORDER BY
    one.stat_month,
    one.person_id
