-- title:   十二个月个人自付的分布
-- grain:   one row per band of money with persons in it, from below
-- params:  $area VARCHAR
--          $month DATE              the twelve months up to its end
-- columns: band VARCHAR, low DOUBLE, high DOUBLE, persons BIGINT, self_paid DOUBLE, unmonitored BIGINT
-- units:   persons = 人 with a bill in the twelve months, by the sum of their own part; low, high = 元, low not included
--          (but zero is in the first), high included, NULL in the last; the last band begins at the threshold
--          large_self_paid_persons; unmonitored = of them in households that are not on the list of monitored ones
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
    SELECT COALESCE(MAX(CAST(warn AS DOUBLE)), 10000.0E0) AS yuan
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
        MAX(hh_id) AS hh_id,
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
        CASE
            WHEN p.self_paid > l.yuan THEN 5
            WHEN p.self_paid > l.yuan * 0.5 THEN 4
            WHEN p.self_paid > l.yuan * 0.2 THEN 3
            WHEN p.self_paid > l.yuan * 0.1 THEN 2
            ELSE 1
        END AS band_no,
        l.yuan,
        p.self_paid,
        h.mon_type
    FROM persons AS p
    CROSS JOIN line AS l
    LEFT JOIN scoped.household_month AS h ON p.hh_id = h.hh_id AND h.stat_month = $month
)

SELECT
    CASE band_no WHEN 1 THEN 'b1' WHEN 2 THEN 'b2' WHEN 3 THEN 'b3' WHEN 4 THEN 'b4' ELSE 'b5' END AS band,
    CAST(MAX(yuan) * CASE band_no WHEN 1 THEN 0 WHEN 2 THEN 0.1 WHEN 3 THEN 0.2 WHEN 4 THEN 0.5 ELSE 1 END AS DOUBLE)
        AS low,
    CAST(MAX(yuan) * CASE band_no WHEN 1 THEN 0.1 WHEN 2 THEN 0.2 WHEN 3 THEN 0.5 WHEN 4 THEN 1 END AS DOUBLE) AS high,
    CAST(COUNT(*) AS BIGINT) AS persons,
    CAST(SUM(self_paid) AS DOUBLE) AS self_paid,
    CAST(COUNT(CASE WHEN mon_type IS NULL THEN 1 END) AS BIGINT) AS unmonitored
FROM banded
GROUP BY band_no
ORDER BY band_no
