-- title:   务工去向: 本月、上月、去年同月
-- grain:   one row per place of work with anybody in one of the three months, then one row 'all'
-- params:  $area VARCHAR              county, township or village inside the viewer's scope
--          $month DATE                first day of the month
-- columns: place VARCHAR, workers BIGINT, last_month BIGINT, last_year BIGINT, change BIGINT, change_year BIGINT,
--          share DOUBLE, total BIGINT
-- units:   人 at work in the month; share = workers / total, 0..1; 'unknown' = at work, place not reported. A month
--          without any report gives empty figures, not 0
-- reads:   scoped.employment_month, scoped.division
WITH
counted AS (
    SELECT division_code AS town_code
    FROM scoped.division
    WHERE
        level = 4
        AND (LENGTH($area) > 6 OR in_county_total)
),

rows_of_months AS (
    SELECT
        stat_month,
        working,
        COALESCE(place_class, 'unknown') AS place
    FROM scoped.employment_month
    WHERE
        stat_month IN (
            $month,
            CAST($month - INTERVAL '1' MONTH AS DATE),
            CAST($month - INTERVAL '12' MONTH AS DATE)
        )
        AND COALESCE(division_code, town_code) LIKE $area || '%'
        AND town_code IN (SELECT n.town_code FROM counted AS n)
),

reported AS (
    SELECT
        MAX(CASE WHEN stat_month = $month THEN 1 END) AS this_month,
        MAX(CASE WHEN stat_month = CAST($month - INTERVAL '1' MONTH AS DATE) THEN 1 END) AS last_month,
        MAX(CASE WHEN stat_month = CAST($month - INTERVAL '12' MONTH AS DATE) THEN 1 END) AS last_year
    FROM rows_of_months
),

places AS (
    SELECT
        stat_month,
        place
    FROM rows_of_months
    WHERE working
    UNION ALL
    SELECT
        stat_month,
        'all' AS place
    FROM rows_of_months
    WHERE working
),

counts AS (
    SELECT
        place,
        COUNT(CASE WHEN stat_month = $month THEN 1 END) AS this_month,
        COUNT(CASE WHEN stat_month = CAST($month - INTERVAL '1' MONTH AS DATE) THEN 1 END) AS last_month,
        COUNT(CASE WHEN stat_month = CAST($month - INTERVAL '12' MONTH AS DATE) THEN 1 END) AS last_year
    FROM places
    GROUP BY place
),

known AS (
    SELECT
        c.place,
        c.this_month * r.this_month AS workers,
        c.last_month * r.last_month AS last_month,
        c.last_year * r.last_year AS last_year,
        MAX(c.this_month * r.this_month) OVER () AS total
    FROM counts AS c
    CROSS JOIN reported AS r
)

SELECT
    place,
    CAST(workers AS BIGINT) AS workers,
    CAST(last_month AS BIGINT) AS last_month,
    CAST(last_year AS BIGINT) AS last_year,
    CAST(workers - last_month AS BIGINT) AS change,
    CAST(workers - last_year AS BIGINT) AS change_year,
    workers / NULLIF(CAST(total AS DOUBLE), 0) AS share,
    CAST(total AS BIGINT) AS total
FROM known
ORDER BY
    CASE place
        WHEN 'town' THEN 1
        WHEN 'county' THEN 2
        WHEN 'city' THEN 3
        WHEN 'province' THEN 4
        WHEN 'out' THEN 5
        WHEN 'abroad' THEN 6
        WHEN 'unknown' THEN 7
        ELSE 8
    END
