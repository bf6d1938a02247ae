-- title:   这个月还没有走访到的户
-- grain:   one row per alleviated or active monitored household without a visit in the month, active ones first, then
--          those
--          not visited for longest; cut at $limit
-- params:  $area VARCHAR, $month DATE, $limit INTEGER, $offset INTEGER
-- columns: hh_key VARCHAR, town_name VARCHAR, village_name VARCHAR, hh_type VARCHAR, mon_type VARCHAR,
--          risk_status VARCHAR, hh_persons INTEGER, last_visit DATE, days BIGINT, total_rows BIGINT
-- units:   last_visit = the latest of the three months before, NULL when there was none; days = from it to the month's
--          end.
--          Only townships that reported visits this month
-- reads:   scoped.household_month, scoped.household_visit, scoped.division
WITH visits AS (
    SELECT
        hh_id,
        MAX(visit_date) AS last_visit
    FROM scoped.household_visit
    WHERE visit_month BETWEEN CAST($month - INTERVAL '3' MONTH AS DATE) AND $month
    GROUP BY hh_id
),

reporting AS (
    SELECT DISTINCT town_code
    FROM scoped.household_visit
    WHERE visit_month = $month
)

SELECT
    h.hh_key,
    town.short_name AS town_name,
    village.name AS village_name,
    h.hh_type,
    h.mon_type,
    h.risk_status,
    h.hh_persons,
    v.last_visit,
    CAST(UNIX_DATE(CAST($month + INTERVAL '1' MONTH AS DATE)) - 1 - UNIX_DATE(v.last_visit) AS BIGINT) AS days,
    COUNT(*) OVER () AS total_rows
FROM scoped.household_month AS h
INNER JOIN reporting ON h.town_code = reporting.town_code
LEFT JOIN visits AS v ON h.hh_id = v.hh_id
LEFT JOIN scoped.division AS village ON h.division_code = village.division_code
LEFT JOIN scoped.division AS town ON h.town_code = town.division_code
WHERE
    h.stat_month = $month
    AND h.division_code LIKE $area || '%'
    AND (h.hh_type = 'alleviated' OR h.risk_status = 'active')
    AND (v.last_visit IS NULL OR v.last_visit < $month)
ORDER BY
    CASE WHEN h.risk_status = 'active' THEN 0 ELSE 1 END,
    v.last_visit ASC NULLS FIRST,
    h.hh_key ASC
LIMIT $limit OFFSET $offset
