-- title:   十二个月个人自付背后的人
-- grain:   one row per person and township with a settlement in the twelve months up to the month's end
-- params:  $area VARCHAR, $month DATE
--          $indicator VARCHAR?      large_self_paid_persons
--          $band VARCHAR?           b1 to b5 of policies/self_paid_bands
--          $unmonitored BOOLEAN?    true: only persons of households that are not monitored
-- columns: hh_key VARCHAR, village_name VARCHAR, mon_type VARCHAR, bills BIGINT, total DOUBLE, self_paid DOUBLE,
--          amount DOUBLE, dropped_by VARCHAR
-- units:   money = 元 of the twelve months; amount = 1 a person
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
        CAST(SUM(self_paid) AS DOUBLE) AS self_paid
    FROM scoped.medical_settlement
    WHERE
        settle_date >= CAST($month - INTERVAL '11' MONTH AS DATE)
        AND settle_date < CAST($month + INTERVAL '1' MONTH AS DATE)
        AND division_code LIKE $area || '%'
        AND town_code NOT IN (SELECT o.division_code FROM outside AS o)
    GROUP BY
        person_id,
        town_code
),

banded AS (
    SELECT
        p.person_id,
        p.town_code,
        p.division_code,
        p.hh_id,
        p.hh_key,
        p.bills,
        p.total,
        p.self_paid,
        l.yuan,
        CASE
            WHEN p.self_paid > COALESCE(l.yuan, 10000.0E0) THEN 'b5'
            WHEN p.self_paid > COALESCE(l.yuan, 10000.0E0) * 0.5 THEN 'b4'
            WHEN p.self_paid > COALESCE(l.yuan, 10000.0E0) * 0.2 THEN 'b3'
            WHEN p.self_paid > COALESCE(l.yuan, 10000.0E0) * 0.1 THEN 'b2'
            ELSE 'b1'
        END AS band
    FROM persons AS p
    CROSS JOIN line AS l
)

SELECT
    b.hh_key,
    v.name AS village_name,
    h.mon_type,
    CAST(b.bills AS BIGINT) AS bills,
    b.total,
    b.self_paid,
    1.0E0 AS amount,
    CASE WHEN $indicator IS NOT NULL AND NOT COALESCE(b.self_paid > b.yuan, FALSE) THEN 'within_line' END AS dropped_by
FROM banded AS b
LEFT JOIN scoped.household_month AS h ON b.hh_id = h.hh_id AND h.stat_month = $month
LEFT JOIN scoped.division AS v ON b.division_code = v.division_code
WHERE
    ($band IS NULL OR b.band = $band)
    AND (NOT COALESCE($unmonitored, FALSE) OR h.mon_type IS NULL)
ORDER BY
    b.self_paid DESC,
    b.person_id ASC,
    b.town_code ASC
