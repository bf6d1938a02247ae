-- title:   不符的: 同一个人的证件号码与上月相同
-- grain:   one row per fault
-- params:  $since DATE, $until DATE   first days of months, both included
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said, wanted = what stands there, what should
-- reads:   scoped.person_month
WITH moved AS (
    SELECT person_id
    FROM scoped.person_month
    WHERE stat_month BETWEEN CAST($since - INTERVAL '1' MONTH AS DATE) AND $until
    GROUP BY person_id
    HAVING MIN(SUBSTR(id_no, 1, 18)) <> MAX(SUBSTR(id_no, 1, 18))
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
        AND person_id IN (SELECT moved.person_id FROM moved)
)

SELECT
    one.source_id,
    one.source_row,
    one.stat_month,
    one.town_code,
    one.division_code,
    one.hh_key,
    one.hh_key AS object_key,
    'id_no' AS column_name,
    one.id_no AS said,
    past.id_no AS wanted
FROM told AS one
INNER JOIN told AS past
    ON
        one.person_id = past.person_id
        AND past.stat_month = CAST(one.stat_month - INTERVAL '1' MONTH AS DATE)
WHERE
    one.stat_month BETWEEN $since AND $until
    AND one.name = past.name
    AND SUBSTR(one.id_no, 1, 18) <> SUBSTR(past.id_no, 1, 18)
    AND past.id_no NOT LIKE '999999%'
ORDER BY
    one.stat_month,
    one.person_id
