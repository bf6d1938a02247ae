-- title:   易地搬迁入住和办证, 按村和月
-- grain:   one row per village with relocated households, and per township without any, and month
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, relocated_hh BIGINT,
--          relocation_occupancy__num BIGINT, relocation_occupancy__den BIGINT, relocation_deed_rate__num
--          BIGINT, relocation_deed_rate__den BIGINT
-- units:   户 on the county's list; living there and with the deed at the month's end; a township that is not on
--          the list has 0 households and no rates
-- reads:   scoped.relocation, scoped.household_month
WITH months AS (
    SELECT
        stat_month,
        CAST(stat_month + INTERVAL '1' MONTH AS DATE) AS next_month,
        CAST(DATE_TRUNC('year', stat_month) AS DATE) AS new_year,
        EXTRACT(YEAR FROM stat_month) AS year_no,
        EXTRACT(MONTH FROM stat_month) AS month_no
    FROM scoped.household_month
    WHERE stat_month BETWEEN $from_month AND $to_month
    GROUP BY stat_month
),

towns AS (
    SELECT DISTINCT
        stat_month,
        town_code
    FROM scoped.household_month
    WHERE
        stat_month BETWEEN $from_month AND $to_month
        AND EXISTS (SELECT 1 FROM scoped.relocation)
),

homes AS (
    SELECT
        months.stat_month,
        one.town_code,
        one.division_code,
        COALESCE(
            one.moved_in_at < months.next_month AND (one.left_at IS NULL OR one.left_at >= months.next_month), FALSE
        ) AS lives_there,
        COALESCE(one.deed_at < months.next_month, FALSE) AS has_deed
    FROM months
    CROSS JOIN scoped.relocation AS one
)

SELECT
    stat_month,
    town_code,
    division_code,
    COUNT(*) AS relocated_hh,
    COUNT(*) FILTER (WHERE lives_there) AS relocation_occupancy__num,
    COUNT(*) AS relocation_occupancy__den,
    COUNT(*) FILTER (WHERE has_deed) AS relocation_deed_rate__num,
    COUNT(*) AS relocation_deed_rate__den
FROM homes
GROUP BY
    stat_month,
    town_code,
    division_code
UNION ALL
SELECT
    towns.stat_month,
    towns.town_code,
    CAST(NULL AS VARCHAR) AS division_code,
    CAST(0 AS BIGINT) AS relocated_hh,
    CAST(NULL AS BIGINT) AS relocation_occupancy__num,
    CAST(NULL AS BIGINT) AS relocation_occupancy__den,
    CAST(NULL AS BIGINT) AS relocation_deed_rate__num,
    CAST(NULL AS BIGINT) AS relocation_deed_rate__den
FROM towns
LEFT JOIN homes ON towns.stat_month = homes.stat_month AND towns.town_code = homes.town_code
WHERE homes.town_code IS NULL
ORDER BY
    stat_month,
    town_code,
    division_code
