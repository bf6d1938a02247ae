-- title:   易地搬迁后续扶持: 入住、办证、就业, 按安置点
-- grain:   one row per site with households of the area, then 'all'
-- params:  $area VARCHAR, $month DATE
-- columns: site_name VARCHAR, hh BIGINT, persons BIGINT, living_hh BIGINT, occupancy DOUBLE, deed_hh BIGINT,
--          deed_rate DOUBLE, able_persons BIGINT, employed_persons BIGINT
-- units:   户, 人 as of the month's end; living = moved in and not left; rates of hh, 0..1
-- reads:   scoped.relocation, scoped.division
WITH outside AS (
    SELECT division_code
    FROM scoped.division
    WHERE
        level = 4
        AND NOT in_county_total
        AND LENGTH($area) = 6
),

homes AS (
    SELECT
        site_name,
        relocated_persons,
        COALESCE(
            moved_in_at < CAST($month + INTERVAL '1' MONTH AS DATE)
            AND (left_at IS NULL OR left_at >= CAST($month + INTERVAL '1' MONTH AS DATE)),
            FALSE
        ) AS lives_there,
        COALESCE(deed_at < CAST($month + INTERVAL '1' MONTH AS DATE), FALSE) AS has_deed,
        able_persons,
        employed_persons
    FROM scoped.relocation
    WHERE
        division_code LIKE $area || '%'
        AND town_code NOT IN (SELECT o.division_code FROM outside AS o)
),

summed AS (
    SELECT
        site_name,
        relocated_persons,
        lives_there,
        has_deed,
        able_persons,
        employed_persons
    FROM homes
    UNION ALL
    SELECT
        'all' AS site_name,
        relocated_persons,
        lives_there,
        has_deed,
        able_persons,
        employed_persons
    FROM homes
)

SELECT
    site_name,
    CAST(COUNT(*) AS BIGINT) AS hh,
    CAST(SUM(relocated_persons) AS BIGINT) AS persons,
    CAST(COUNT(CASE WHEN lives_there THEN 1 END) AS BIGINT) AS living_hh,
    CAST(COUNT(CASE WHEN lives_there THEN 1 END) AS DOUBLE) / NULLIF(COUNT(*), 0) AS occupancy,
    CAST(COUNT(CASE WHEN has_deed THEN 1 END) AS BIGINT) AS deed_hh,
    CAST(COUNT(CASE WHEN has_deed THEN 1 END) AS DOUBLE) / NULLIF(COUNT(*), 0) AS deed_rate,
    CAST(SUM(able_persons) AS BIGINT) AS able_persons,
    CAST(SUM(employed_persons) AS BIGINT) AS employed_persons
FROM summed
GROUP BY site_name
ORDER BY
    CASE WHEN site_name = 'all' THEN 1 ELSE 0 END,
    site_name
