-- title:   雨露计划毕业生
-- grain:   one row per person who graduated in the twelve months up to the month's end
-- params:  $area VARCHAR, $month DATE
--          $indicator VARCHAR?      yulu_graduate_employed: its numerator
--          $place VARCHAR?          a place of work, 'unknown', 'waiting', or 'all'
-- columns: hh_key VARCHAR, village_name VARCHAR, graduated_at DATE, employed_at DATE, place_class VARCHAR,
--          amount DOUBLE, dropped_by VARCHAR
-- units:   amount = 1 a person; employed_at, place_class = by the month's end
-- reads:   scoped.yulu_graduate, scoped.division
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
        town_code,
        MAX(hh_key) AS hh_key,
        MAX(division_code) AS division_code,
        MAX(graduated_at) AS graduated_at,
        MAX(CASE WHEN employed AND employed_at < CAST($month + INTERVAL '1' MONTH AS DATE) THEN employed_at END)
            AS employed_at,
        MAX(
            CASE
                WHEN employed AND employed_at < CAST($month + INTERVAL '1' MONTH AS DATE)
                    THEN COALESCE(place_class, 'unknown')
            END
        ) AS place
    FROM scoped.yulu_graduate
    WHERE
        graduated_at >= CAST($month - INTERVAL '11' MONTH AS DATE)
        AND graduated_at < CAST($month + INTERVAL '1' MONTH AS DATE)
        AND division_code LIKE $area || '%'
        AND town_code NOT IN (SELECT o.division_code FROM outside AS o)
    GROUP BY
        person_id,
        town_code
)

SELECT
    f.hh_key,
    v.name AS village_name,
    f.graduated_at,
    f.employed_at,
    CASE WHEN f.place <> 'unknown' THEN f.place END AS place_class,
    1.0E0 AS amount,
    CASE WHEN $indicator IS NOT NULL AND f.place IS NULL THEN 'not_employed' END AS dropped_by
FROM found AS f
LEFT JOIN scoped.division AS v ON f.division_code = v.division_code
WHERE $place IS NULL OR $place IN ('all', COALESCE(f.place, 'waiting'))
ORDER BY
    f.division_code,
    f.person_id
