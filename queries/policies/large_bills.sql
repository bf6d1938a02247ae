-- title:   十二个月个人自付超过阈值的人
-- grain:   one row per person, who is in no monitored household first, then by the money; cut at $limit
-- params:  $area VARCHAR
--          $month DATE              the twelve months up to its end
--          $limit INTEGER, $offset INTEGER
-- columns: hh_key VARCHAR, town_name VARCHAR, village_name VARCHAR, hh_type VARCHAR, mon_type VARCHAR,
--          risk_status VARCHAR, bills BIGINT, total DOUBLE, self_paid DOUBLE, last_settled DATE, line DOUBLE,
--          total_rows BIGINT, total_unmonitored BIGINT
-- units:   bills = 次; money = 元 of the twelve months; line = the threshold large_self_paid_persons; without one the
--          list is empty; total_* = 人 over the whole list
-- reads:   scoped.medical_settlement, scoped.household_month, scoped.threshold, scoped.division
WITH outside AS (
    SELECT division_code
    FROM scoped.division
    WHERE
        level = 4
        AND NOT in_county_total
        AND LENGTH($area) = 6
),

line AS (
    SELECT MAX(CAST(warn AS DOUBLE)) AS yuan
    FROM (
        SELECT warn
        FROM scoped.threshold
        WHERE
            name = 'large_self_paid_persons'
            AND LENGTH(COALESCE(division_code, '')) <= 6
            AND COALESCE(year, EXTRACT(YEAR FROM CAST($month AS DATE))) = EXTRACT(YEAR FROM CAST($month AS DATE))
        ORDER BY LENGTH(COALESCE(division_code, '')) DESC, COALESCE(year, 0) DESC, threshold_id ASC
        LIMIT 1
    ) AS nearest_rule
),

persons AS (
    SELECT
        person_id,
        town_code,
        MAX(division_code) AS division_code,
        MAX(hh_id) AS hh_id,
        MAX(hh_key) AS hh_key,
        COUNT(*) AS bills,
        CAST(SUM(total) AS DOUBLE) AS total,
        CAST(SUM(self_paid) AS DOUBLE) AS self_paid,
        MAX(settle_date) AS last_settled
    FROM scoped.medical_settlement
    WHERE
        settle_date >= CAST($month - INTERVAL '11' MONTH AS DATE)
        AND settle_date < CAST($month + INTERVAL '1' MONTH AS DATE)
        AND division_code LIKE $area || '%'
        AND town_code NOT IN (SELECT o.division_code FROM outside AS o)
    GROUP BY
        person_id,
        town_code
)

SELECT
    p.hh_key,
    t.short_name AS town_name,
    v.short_name AS village_name,
    h.hh_type,
    h.mon_type,
    h.risk_status,
    CAST(p.bills AS BIGINT) AS bills,
    p.total,
    p.self_paid,
    p.last_settled,
    l.yuan AS line,
    CAST(COUNT(*) OVER () AS BIGINT) AS total_rows,
    CAST(COUNT(CASE WHEN h.mon_type IS NULL THEN 1 END) OVER () AS BIGINT) AS total_unmonitored
FROM persons AS p
INNER JOIN line AS l ON p.self_paid > l.yuan
LEFT JOIN scoped.household_month AS h ON p.hh_id = h.hh_id AND h.stat_month = $month
LEFT JOIN scoped.division AS t ON p.town_code = t.division_code
LEFT JOIN scoped.division AS v ON p.division_code = v.division_code
ORDER BY
    CASE WHEN h.mon_type IS NULL THEN 0 ELSE 1 END ASC,
    p.self_paid DESC,
    p.person_id ASC
LIMIT $limit OFFSET $offset
