-- title:   慢性病证背后的人
-- grain:   one row per person in the household who was diagnosed by the month's end
-- params:  $area VARCHAR, $month DATE
--          $indicator VARCHAR?      chronic_cert_rate: its numerator
--          $disease VARCHAR?        a disease, 'all' for any
--          $state VARCHAR?          certified (one of the diseases asked for is) or open
-- columns: hh_key VARCHAR, village_name VARCHAR, diagnosed_at DATE, certified_at DATE, amount DOUBLE,
--          dropped_by VARCHAR
-- units:   the first diagnosis and the first certificate of the diseases asked for; amount = 1 a person
-- reads:   scoped.chronic_certificate, scoped.person_month, scoped.division
WITH outside AS (
    SELECT division_code
    FROM scoped.division
    WHERE
        level = 4
        AND NOT in_county_total
        AND LENGTH($area) = 6
),

persons AS (
    SELECT
        c.person_id,
        MAX(p.hh_key) AS hh_key,
        MAX(p.division_code) AS division_code,
        MIN(c.diagnosed_at) AS diagnosed_at,
        MIN(CASE WHEN c.certified_at < CAST($month + INTERVAL '1' MONTH AS DATE) THEN c.certified_at END)
            AS certified_at
    FROM scoped.chronic_certificate AS c
    INNER JOIN scoped.person_month AS p
        ON
            c.person_id = p.person_id
            AND p.stat_month = $month
            AND p.in_household
            AND p.division_code LIKE $area || '%'
    WHERE
        c.diagnosed_at < CAST($month + INTERVAL '1' MONTH AS DATE)
        AND ($disease IS NULL OR $disease IN ('all', c.disease))
        AND p.town_code NOT IN (SELECT o.division_code FROM outside AS o)
    GROUP BY c.person_id
)

SELECT
    p.hh_key,
    v.name AS village_name,
    p.diagnosed_at,
    p.certified_at,
    1.0E0 AS amount,
    CASE WHEN $indicator IS NOT NULL AND p.certified_at IS NULL THEN 'no_certificate' END AS dropped_by
FROM persons AS p
LEFT JOIN scoped.division AS v ON p.division_code = v.division_code
WHERE
    $state IS NULL
    OR ($state = 'certified' AND p.certified_at IS NOT NULL)
    OR ($state = 'open' AND p.certified_at IS NULL)
ORDER BY
    p.division_code,
    p.person_id
