-- title:   试点背后的每一个村
-- grain:   one row per pilot named by the month's end; amount adds up to the figure over the rows without dropped_by
-- params:  $area VARCHAR, $month DATE
--          $indicator VARCHAR       pilot_villages or gongtong_dizao_provincial_pilots
-- columns: town_name VARCHAR, village_name VARCHAR, pilot_kind VARCHAR, pilot_level VARCHAR, named_at DATE,
--          accepted_at DATE, reward DOUBLE, amount DOUBLE, dropped_by VARCHAR
-- units:   reward = 元; amount = 1 a pilot
-- reads:   scoped.pilot, scoped.division
SELECT
    town.short_name AS town_name,
    village.name AS village_name,
    p.pilot_kind,
    p.pilot_level,
    p.named_at,
    p.accepted_at,
    CAST(p.reward AS DOUBLE) AS reward,
    1.0E0 AS amount,
    CASE
        WHEN
            $indicator LIKE 'gongtong%'
            AND NOT (p.pilot_level = 'provincial' AND p.pilot_kind IN ('joint', 'both'))
            THEN 'not_provincial_joint'
    END AS dropped_by
FROM scoped.pilot AS p
LEFT JOIN scoped.division AS village ON p.division_code = village.division_code
LEFT JOIN scoped.division AS town ON p.town_code = town.division_code
WHERE
    p.named_at < CAST($month + INTERVAL '1' MONTH AS DATE)
    AND p.division_code LIKE $area || '%'
ORDER BY p.pilot_id
