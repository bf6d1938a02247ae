-- title:   和美乡村和共同缔造试点
-- grain:   one row per pilot named by the month's end, the latest first
-- params:  $area VARCHAR, $month DATE
-- columns: pilot_id VARCHAR, town_name VARCHAR, village_name VARCHAR, pilot_kind VARCHAR, pilot_level VARCHAR,
--          named_at DATE, accepted_at DATE, invested DOUBLE, reward DOUBLE, hh_joined BIGINT, total_invested DOUBLE,
--          total_reward DOUBLE
-- units:   money = 元; hh_joined = 户; accepted_at empty while not accepted at the month's end; total_* = of all rows
-- reads:   scoped.pilot, scoped.division
SELECT
    p.pilot_id,
    town.short_name AS town_name,
    village.name AS village_name,
    p.pilot_kind,
    p.pilot_level,
    p.named_at,
    CASE WHEN p.accepted_at < CAST($month + INTERVAL '1' MONTH AS DATE) THEN p.accepted_at END AS accepted_at,
    CAST(p.invested AS DOUBLE) AS invested,
    CAST(p.reward AS DOUBLE) AS reward,
    CAST(p.hh_joined AS BIGINT) AS hh_joined,
    CAST(SUM(p.invested) OVER () AS DOUBLE) AS total_invested,
    CAST(SUM(p.reward) OVER () AS DOUBLE) AS total_reward
FROM scoped.pilot AS p
LEFT JOIN scoped.division AS village ON p.division_code = village.division_code
LEFT JOIN scoped.division AS town ON p.town_code = town.division_code
WHERE
    p.named_at < CAST($month + INTERVAL '1' MONTH AS DATE)
    AND p.division_code LIKE $area || '%'
ORDER BY
    p.named_at DESC,
    p.pilot_id ASC
