-- title:   慢性病证背后的人
-- grain:   one row per person and disease diagnosed by the month's end; of 'all' one row per person
-- params:  $area VARCHAR, $month DATE
--          $disease VARCHAR         a disease, or 'all'
--          $state VARCHAR?          certified or open (of 'all': with every disease certified, or not)
-- columns: hh_key VARCHAR, village_name VARCHAR, diagnosed_at DATE, certified_at DATE
-- units:   of 'all' the first diagnosis and the last certificate
-- reads:   scoped.chronic_certificate, scoped.division
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
        CASE WHEN $disease = 'all' THEN 'all' ELSE disease END AS disease,
        hh_key,
        division_code,
        diagnosed_at,
        CASE WHEN certified_at < CAST($month + INTERVAL '1' MONTH AS DATE) THEN certified_at END AS certified_at
    FROM scoped.chronic_certificate
    WHERE
        diagnosed_at < CAST($month + INTERVAL '1' MONTH AS DATE)
        AND $disease IN ('all', disease)
        AND division_code LIKE $area || '%'
        AND town_code NOT IN (SELECT o.division_code FROM outside AS o)
),

persons AS (
    SELECT
        person_id,
        disease,
        MAX(hh_key) AS hh_key,
        MAX(division_code) AS division_code,
        MIN(diagnosed_at) AS diagnosed_at,
        CASE WHEN COUNT(certified_at) = COUNT(*) THEN MAX(certified_at) END AS certified_at
    FROM found
    GROUP BY
        person_id,
        disease
)

SELECT
    p.hh_key,
    v.name AS village_name,
    p.diagnosed_at,
    p.certified_at
FROM persons AS p
LEFT JOIN scoped.division AS v ON p.division_code = v.division_code
WHERE
    $state IS NULL
    OR ($state = 'certified' AND p.certified_at IS NOT NULL)
    OR ($state = 'open' AND p.certified_at IS NULL)
ORDER BY
    p.division_code,
    p.person_id
