-- title:   家庭医生签约背后的人
-- grain:   one row per person who is to have a contract of the year
-- params:  $area VARCHAR, $month DATE
--          $indicator VARCHAR?      family_doctor_rate, of all or of the key groups: its numerator
--          $target VARCHAR?         a group of people, 'all' for every one
--          $state VARCHAR?          signed or unsigned by the month's end
-- columns: hh_key VARCHAR, village_name VARCHAR, target_group VARCHAR, signed_at DATE, services INTEGER,
--          amount DOUBLE, dropped_by VARCHAR
-- units:   services = 次 of the year; amount = 1 a person
-- reads:   scoped.doctor_contract, scoped.division
WITH outside AS (
    SELECT division_code
    FROM scoped.division
    WHERE
        level = 4
        AND NOT in_county_total
        AND LENGTH($area) = 6
),

found AS (
    SELECT
        person_id,
        hh_key,
        division_code,
        target_group,
        CASE WHEN signed_at < CAST($month + INTERVAL '1' MONTH AS DATE) THEN signed_at END AS signed_at,
        services
    FROM scoped.doctor_contract
    WHERE
        year = EXTRACT(YEAR FROM CAST($month AS DATE))
        AND ($target IS NULL OR $target IN ('all', target_group))
        AND division_code LIKE $area || '%'
        AND town_code NOT IN (SELECT o.division_code FROM outside AS o)
)

SELECT
    f.hh_key,
    v.name AS village_name,
    f.target_group,
    f.signed_at,
    f.services,
    1.0E0 AS amount,
    CASE
        WHEN $indicator LIKE '%.key_groups' AND f.target_group = 'alleviated' THEN 'not_key_group'
        WHEN $indicator IS NOT NULL AND f.signed_at IS NULL THEN 'not_signed'
    END AS dropped_by
FROM found AS f
LEFT JOIN scoped.division AS v ON f.division_code = v.division_code
WHERE
    $state IS NULL
    OR ($state = 'signed' AND f.signed_at IS NOT NULL)
    OR ($state = 'unsigned' AND f.signed_at IS NULL)
ORDER BY
    f.division_code,
    f.person_id
