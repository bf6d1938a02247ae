-- title:   慢性病证: 确诊与办证, 按病种
-- grain:   one row per disease with a diagnosis by the month's end, then 'all' of the persons
-- params:  $area VARCHAR, $month DATE
-- columns: disease VARCHAR, diagnosed BIGINT, certified BIGINT, open_persons BIGINT, cert_rate DOUBLE
-- units:   人 in the household; in 'all' a person with two diseases once, certified when any is; cert_rate =
--          certified of diagnosed, 0..1
-- reads:   scoped.chronic_certificate, scoped.person_month, scoped.division
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
        c.person_id,
        c.disease,
        CASE WHEN c.certified_at < CAST($month + INTERVAL '1' MONTH AS DATE) THEN 1 ELSE 0 END AS is_certified
    FROM scoped.chronic_certificate AS c
    INNER JOIN scoped.person_month AS p
        ON
            c.person_id = p.person_id
            AND p.stat_month = $month
            AND p.in_household
            AND p.division_code LIKE $area || '%'
    WHERE
        c.diagnosed_at < CAST($month + INTERVAL '1' MONTH AS DATE)
        AND p.town_code NOT IN (SELECT o.division_code FROM outside AS o)
),

summed AS (
    SELECT
        person_id,
        disease,
        is_certified
    FROM found
    UNION ALL
    SELECT
        person_id,
        'all' AS disease,
        MAX(is_certified) AS is_certified
    FROM found
    GROUP BY person_id
)

SELECT
    disease,
    CAST(COUNT(*) AS BIGINT) AS diagnosed,
    CAST(SUM(is_certified) AS BIGINT) AS certified,
    CAST(SUM(1 - is_certified) AS BIGINT) AS open_persons,
    CAST(SUM(is_certified) AS DOUBLE) / NULLIF(COUNT(*), 0) AS cert_rate
FROM summed
GROUP BY disease
ORDER BY
    CASE WHEN disease = 'all' THEN 1 ELSE 0 END,
    disease
