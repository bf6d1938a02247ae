-- title:   不符的: 有义务教育阶段辍学学生的户已纳入监测
-- grain:   one row per fault
-- params:  $since DATE, $until DATE   first days of months, both included
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   out of school: a reason is told for a person of school age
-- reads:   scoped.household_month, scoped.person_month
WITH pupils AS (
    SELECT DISTINCT
        stat_month,
        hh_id
    FROM scoped.person_month
    WHERE
        stat_month BETWEEN $since AND $until
        AND in_household
        AND not_in_school_reason IS NOT NULL
        AND school IS NULL
        AND birth_date >= CAST(stat_month + INTERVAL '1' MONTH - INTERVAL '16' YEAR AS DATE)
        AND birth_date < CAST(stat_month - INTERVAL '6' YEAR AS DATE)
)

SELECT
    one.source_id,
    one.source_row,
    one.stat_month,
    one.town_code,
    one.division_code,
    one.hh_key,
    one.hh_key AS object_key,
    'mon_type' AS column_name,
    CAST(NULL AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.household_month AS one
INNER JOIN pupils ON one.stat_month = pupils.stat_month AND one.hh_id = pupils.hh_id
WHERE
    one.stat_month BETWEEN $since AND $until
    AND one.mon_type IS NULL
ORDER BY
    one.stat_month,
    one.hh_id
