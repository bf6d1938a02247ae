-- title:   不符的: 因学的户里有在校生
-- grain:   one row per fault
-- params:  $since DATE, $until DATE   first days of months, both included
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said, wanted = what stands there, what should
-- reads:   scoped.household_month, scoped.person_month
WITH members AS (
    SELECT
        person.stat_month,
        person.hh_id,
        COUNT(*) AS persons,
        SUM(CASE WHEN person.school IS NOT NULL THEN 1 ELSE 0 END) AS found
    FROM scoped.person_month AS person
    INNER JOIN scoped.household_month AS one ON person.stat_month = one.stat_month AND person.hh_id = one.hh_id
    WHERE
        one.stat_month BETWEEN $since AND $until
        AND one.risk_status = 'active'
        AND 'schooling' IN (one.risk_1, one.risk_2, one.risk_3, one.risk_4, one.risk_5)
        AND person.in_household
    GROUP BY
        person.stat_month,
        person.hh_id
)

SELECT
    one.source_id,
    one.source_row,
    one.stat_month,
    one.town_code,
    one.division_code,
    one.hh_key,
    one.hh_key AS object_key,
    'risk_1' AS column_name,
    CAST(NULL AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.household_month AS one
INNER JOIN members ON one.stat_month = members.stat_month AND one.hh_id = members.hh_id
WHERE
    one.stat_month BETWEEN $since AND $until
    AND one.risk_status = 'active'
    AND 'schooling' IN (one.risk_1, one.risk_2, one.risk_3, one.risk_4, one.risk_5)
    AND members.found = 0
ORDER BY
    one.stat_month,
    one.hh_id
