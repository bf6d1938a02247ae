-- title:   不符的: 家庭人口的增减与自然变更相符
-- grain:   one row per fault
-- params:  $since DATE, $until DATE   first days of months, both included
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   persons; only in townships that tell natural changes in the month
-- reads:   scoped.household_month, scoped.person_month
WITH changes AS (
    SELECT
        stat_month,
        hh_id,
        SUM(CASE WHEN in_household THEN 1 ELSE -1 END) AS change
    FROM scoped.person_month
    WHERE
        stat_month BETWEEN $since AND $until
        AND change_code IS NOT NULL
        AND change_date >= stat_month
    GROUP BY
        stat_month,
        hh_id
),

telling AS (
    SELECT DISTINCT
        stat_month,
        town_code
    FROM scoped.person_month
    WHERE
        stat_month BETWEEN $since AND $until
        AND change_code IS NOT NULL
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
    CAST(CAST(past.hh_persons + COALESCE(changes.change, 0) AS INTEGER) AS VARCHAR) AS wanted
FROM scoped.household_month AS one
INNER JOIN scoped.household_month AS past
    ON
        one.hh_id = past.hh_id
        AND past.stat_month = CAST(one.stat_month - INTERVAL '1' MONTH AS DATE)
INNER JOIN telling ON one.stat_month = telling.stat_month AND one.town_code = telling.town_code
LEFT JOIN changes ON one.stat_month = changes.stat_month AND one.hh_id = changes.hh_id
WHERE
    one.stat_month BETWEEN $since AND $until
    AND one.hh_persons <> past.hh_persons + COALESCE(changes.change, 0)
ORDER BY
    one.stat_month,
    one.hh_id
