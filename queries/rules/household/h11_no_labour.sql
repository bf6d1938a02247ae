-- title:   不符的: 整户无劳动力与成员的劳动技能相符
-- grain:   one row per fault
-- params:  $since DATE, $until DATE   first days of months, both included
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said, wanted = what stands there, what should
-- reads:   scoped.household_month, scoped.person_month
WITH members AS (
    SELECT
        stat_month,
        hh_id,
        SUM(CASE WHEN labour IN ('skilled', 'ordinary', 'weak') THEN 1 ELSE 0 END) > 0 AS has_labour
    FROM scoped.person_month
    WHERE
        stat_month BETWEEN $since AND $until
        AND in_household
        AND labour IS NOT NULL
    GROUP BY
        stat_month,
        hh_id
)

SELECT
    one.source_id,
    one.source_row,
    one.stat_month,
    one.town_code,
    one.division_code,
    one.hh_key,
    one.hh_key AS object_key,
    'is_no_labour' AS column_name,
    CAST(NULL AS VARCHAR) AS said,
    CASE WHEN one.is_no_labour THEN 'has' ELSE 'lacks' END AS wanted
FROM scoped.household_month AS one
INNER JOIN members ON one.stat_month = members.stat_month AND one.hh_id = members.hh_id
WHERE
    one.stat_month BETWEEN $since AND $until
    AND one.is_no_labour = members.has_labour
ORDER BY
    one.stat_month,
    one.hh_id
