-- title:   不符的: 上月的户本月还在，不在的有自然减少的记录
-- grain:   one row per fault
-- params:  $since DATE, $until DATE   first days of months, both included
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said = head of the household; a household that is not there has no row; monitored and other households are
--          told in files of their own, so each is missed only where its kind was told this month
-- reads:   scoped.household_month, scoped.person_month
WITH reporting AS (
    SELECT DISTINCT
        stat_month,
        town_code,
        mon_type IS NOT NULL AS is_monitored
    FROM scoped.household_month
    WHERE stat_month BETWEEN $since AND $until
),

past AS (
    SELECT
        CAST(stat_month + INTERVAL '1' MONTH AS DATE) AS stat_month,
        town_code,
        division_code,
        hh_id,
        hh_key,
        head_name,
        mon_type IS NOT NULL AS is_monitored
    FROM scoped.household_month
    WHERE
        stat_month BETWEEN
        CAST($since - INTERVAL '1' MONTH AS DATE) AND CAST($until - INTERVAL '1' MONTH AS DATE)
),

left_naturally AS (
    SELECT DISTINCT
        stat_month,
        hh_id
    FROM scoped.person_month
    WHERE
        stat_month BETWEEN $since AND $until
        AND NOT in_household
        AND change_code IS NOT NULL
)

SELECT
    CAST(NULL AS VARCHAR) AS source_id,
    CAST(NULL AS INTEGER) AS source_row,
    past.stat_month,
    past.town_code,
    past.division_code,
    past.hh_key,
    past.hh_key AS object_key,
    'head_name' AS column_name,
    COALESCE(past.head_name, '未报') AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM past
INNER JOIN reporting
    ON
        past.stat_month = reporting.stat_month
        AND past.town_code = reporting.town_code
        AND past.is_monitored = reporting.is_monitored
LEFT JOIN scoped.household_month AS one ON past.hh_id = one.hh_id AND past.stat_month = one.stat_month
LEFT JOIN left_naturally ON past.hh_id = left_naturally.hh_id AND past.stat_month = left_naturally.stat_month
WHERE
    one.hh_id IS NULL
    AND left_naturally.hh_id IS NULL
ORDER BY
    past.stat_month,
    past.hh_id
