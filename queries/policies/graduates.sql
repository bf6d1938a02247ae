-- title:   雨露计划毕业生就业, 按就业地点
-- grain:   one row per place of work of those employed, then 'waiting' (nobody employed them), then 'all'
-- params:  $area VARCHAR
--          $month DATE              who graduated in the twelve months up to its end
-- columns: place VARCHAR, graduates BIGINT, share DOUBLE
-- units:   graduates = 人, employed by the month's end; share = of all, 0..1; 'unknown' = employed, place not told; who
--          could not be reached is among those waiting
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
),

summed AS (
    SELECT COALESCE(place, 'waiting') AS place
    FROM found
    UNION ALL
    SELECT 'all' AS place
    FROM found
),

whole AS (
    SELECT COUNT(*) AS graduates
    FROM found
)

SELECT
    s.place,
    CAST(COUNT(*) AS BIGINT) AS graduates,
    CAST(COUNT(*) AS DOUBLE) / NULLIF(MAX(w.graduates), 0) AS share
FROM summed AS s
CROSS JOIN whole AS w
GROUP BY s.place
ORDER BY
    CASE s.place WHEN 'all' THEN 2 WHEN 'waiting' THEN 1 ELSE 0 END,
    s.place
