-- title:   不符的: 同一证件号码的人，户编号与上月相同(婚入、迁入等除外)
-- grain:   one row per fault
-- params:  $since DATE, $until DATE   first days of months, both included
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said, wanted = what stands there, what should
-- reads:   scoped.person_month
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
FROM scoped.person_month AS one
INNER JOIN scoped.person_month AS past
    ON
        SUBSTR(one.id_no, 1, 18) = SUBSTR(past.id_no, 1, 18)
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
