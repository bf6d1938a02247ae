-- title:   不符的: 户主与配偶性别不同
-- grain:   one row per fault
-- params:  $since DATE, $until DATE   first days of months, both included
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said, wanted = what stands there, what should
-- reads:   scoped.person_month
WITH told AS (
    SELECT DISTINCT
        hh_id,
        relation,
        sex
    FROM scoped.person_month
    WHERE
        stat_month BETWEEN $since AND $until
        AND relation IN ('户主', '配偶')
),

same_sex AS (
    SELECT DISTINCT partner.hh_id
    FROM told AS partner
    INNER JOIN told AS head
        ON
            partner.hh_id = head.hh_id
            AND partner.sex = head.sex
            AND head.relation = '户主'
    WHERE partner.relation = '配偶'
)

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
INNER JOIN same_sex ON one.hh_id = same_sex.hh_id
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
