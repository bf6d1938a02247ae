-- title:   不符的: 家庭人口数等于人员行数
-- grain:   one row per fault
-- params:  $since DATE, $until DATE   first days of months, both included
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said = persons told; wanted = persons listed; only in townships that list persons in the month
-- reads:   scoped.household_month, scoped.person_month
WITH listed AS (
    SELECT
        stat_month,
        hh_id,
        COUNT(*) AS persons
    FROM scoped.person_month
    WHERE
        stat_month BETWEEN $since AND $until
        AND in_household
    GROUP BY
        stat_month,
        hh_id
),

listing AS (
    SELECT DISTINCT
        stat_month,
        town_code
    FROM scoped.person_month
    WHERE stat_month BETWEEN $since AND $until
)

SELECT
    one.source_id,
    one.source_row,
    one.stat_month,
    one.town_code,
    one.division_code,
    one.hh_key,
    one.hh_key AS object_key,
    'hh_persons' AS column_name,
    CAST(one.hh_persons AS VARCHAR) AS said,
    CAST(COALESCE(listed.persons, 0) AS VARCHAR) AS wanted
FROM scoped.household_month AS one
INNER JOIN listing ON one.stat_month = listing.stat_month AND one.town_code = listing.town_code
LEFT JOIN listed ON one.stat_month = listed.stat_month AND one.hh_id = listed.hh_id
WHERE
    one.stat_month BETWEEN $since AND $until
    AND one.hh_persons <> COALESCE(listed.persons, 0)
ORDER BY
    one.stat_month,
    one.hh_id
