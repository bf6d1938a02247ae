-- title:   人均结对户数
-- grain:   one row per county and township and month in which helpers were reported
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, area_code VARCHAR, level INTEGER, town_code VARCHAR, helper_load__num BIGINT,
--          helper_load__den BIGINT
-- units:   num = 户 with a helper, den = helpers, each counted once however many villages they serve
-- reads:   scoped.household_month, scoped.division
WITH areas AS (
    SELECT
        division_code AS member_code,
        division_code AS area_code,
        4 AS level,
        division_code AS town_code
    FROM scoped.division
    WHERE level = 4
    UNION ALL
    SELECT
        division_code AS member_code,
        county_code AS area_code,
        3 AS level,
        CAST(NULL AS VARCHAR) AS town_code
    FROM scoped.division
    WHERE level = 4 AND in_county_total
)

SELECT
    homes.stat_month,
    areas.area_code,
    areas.level,
    areas.town_code,
    COUNT(*) AS helper_load__num,
    COUNT(DISTINCT homes.helper_id) AS helper_load__den
FROM scoped.household_month AS homes
INNER JOIN areas ON homes.town_code = areas.member_code
WHERE
    homes.stat_month BETWEEN $from_month AND $to_month
    AND homes.helper_id IS NOT NULL
GROUP BY
    homes.stat_month,
    areas.area_code,
    areas.level,
    areas.town_code
ORDER BY
    homes.stat_month,
    areas.area_code
