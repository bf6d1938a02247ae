-- title:   月走访覆盖率, 按村
-- grain:   one row per village and month whose township reported visits
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, visit_coverage__num BIGINT,
--          visit_coverage__den BIGINT, visit_coverage__onsite__num BIGINT, visit_coverage__onsite__den BIGINT
-- units:   户: alleviated and still active households, and those of them visited in the month
-- reads:   scoped.household_month, scoped.household_visit
WITH visits AS (
    SELECT
        visit_month AS stat_month,
        hh_id,
        COUNT(*) FILTER (WHERE mode = 'onsite') AS onsite
    FROM scoped.household_visit
    WHERE visit_month BETWEEN $from_month AND $to_month
    GROUP BY
        visit_month,
        hh_id
),

reporting AS (
    SELECT DISTINCT
        visit_month AS stat_month,
        town_code
    FROM scoped.household_visit
    WHERE visit_month BETWEEN $from_month AND $to_month
)

SELECT
    home.stat_month,
    home.town_code,
    home.division_code,
    COUNT(visits.hh_id) AS visit_coverage__num,
    COUNT(*) AS visit_coverage__den,
    COUNT(*) FILTER (WHERE visits.onsite > 0) AS visit_coverage__onsite__num,
    COUNT(*) AS visit_coverage__onsite__den
FROM scoped.household_month AS home
INNER JOIN reporting ON home.stat_month = reporting.stat_month AND home.town_code = reporting.town_code
LEFT JOIN visits ON home.stat_month = visits.stat_month AND home.hh_id = visits.hh_id
WHERE
    home.stat_month BETWEEN $from_month AND $to_month
    AND (home.hh_type = 'alleviated' OR home.risk_status = 'active')
GROUP BY
    home.stat_month,
    home.town_code,
    home.division_code
ORDER BY
    home.stat_month,
    home.division_code
