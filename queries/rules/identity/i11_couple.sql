-- title:   不符的: 户主与配偶性别不同
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
    'relation' AS column_name,
    CAST(NULL AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.person_month AS one
INNER JOIN scoped.person_month AS head
    ON
        one.hh_id = head.hh_id
        AND one.stat_month = head.stat_month
        AND head.relation = '户主'
        AND head.in_household
WHERE
    one.in_household
    AND one.stat_month BETWEEN $since AND $until
    AND one.relation = '配偶'
    AND one.sex = head.sex
ORDER BY
    one.stat_month,
    one.person_id
