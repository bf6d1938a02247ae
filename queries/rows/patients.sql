-- title:   本年结算过的人
-- grain:   one row per person with a settlement in the year so far
-- params:  $area VARCHAR, $month DATE
--          $kind VARCHAR?           a kind of settlement, 'all' for every one
-- columns: hh_key VARCHAR, village_name VARCHAR, bills BIGINT, total DOUBLE, self_paid DOUBLE
-- units:   bills = 次; money = 元
-- reads:   scoped.medical_settlement, scoped.division
WITH outside AS (
    SELECT division_code
    FROM scoped.division
    WHERE
        level = 4
        AND NOT in_county_total
        AND LENGTH($area) = 6
)

SELECT
    MAX(m.hh_key) AS hh_key,
    MAX(v.name) AS village_name,
    CAST(COUNT(*) AS BIGINT) AS bills,
    CAST(SUM(m.total) AS DOUBLE) AS total,
    CAST(SUM(m.self_paid) AS DOUBLE) AS self_paid
FROM scoped.medical_settlement AS m
LEFT JOIN scoped.division AS v ON m.division_code = v.division_code
WHERE
    m.settle_date >= CAST(DATE_TRUNC('year', CAST($month AS DATE)) AS DATE)
    AND m.settle_date < CAST($month + INTERVAL '1' MONTH AS DATE)
    AND m.division_code LIKE $area || '%'
    AND m.town_code NOT IN (SELECT o.division_code FROM outside AS o)
    AND ($kind IS NULL OR $kind IN ('all', m.kind))
GROUP BY m.person_id
ORDER BY m.person_id
