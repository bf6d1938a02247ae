-- title:   务工规模与去年同月底线, 按乡镇
-- grain:   one row per township, then one row for the county; a township that reported nothing has empty figures
-- params:  $month DATE                first day of the month
-- columns: area_code VARCHAR, area_name VARCHAR, level INTEGER, workers BIGINT, last_month BIGINT, last_year BIGINT,
--          floor_workers BIGINT, change BIGINT, change_year BIGINT, ratio DOUBLE, short_of BIGINT, spare BIGINT
-- units:   all counts = 人 (alleviated and monitored persons at work in the month); last_year = same month of last year;
--          floor_workers = last_year times the floor of the table of thresholds (employment_floor_ratio, else 1);
--          ratio = workers / last_year, 0..; short_of = persons needed to reach the floor, 0 when it is reached;
--          spare = persons above the floor, 0 when below
-- reads:   mart.indicator_month, scoped.division, scoped.threshold
WITH
figures AS (
    SELECT
        area_code,
        MAX(CASE WHEN stat_month = $month THEN value END) AS workers,
        MAX(CASE WHEN stat_month = CAST($month - INTERVAL '1' MONTH AS DATE) THEN value END) AS last_month,
        MAX(CASE WHEN stat_month = CAST($month - INTERVAL '12' MONTH AS DATE) THEN value END) AS last_year
    FROM mart.indicator_month
    WHERE
        indicator_id = 'employed_alleviated'
        AND level IN (3, 4)
        AND stat_month IN (
            $month,
            CAST($month - INTERVAL '1' MONTH AS DATE),
            CAST($month - INTERVAL '12' MONTH AS DATE)
        )
    GROUP BY area_code
),

rule AS (
    SELECT COALESCE(MAX(red), 1.0) AS floor_ratio
    FROM scoped.threshold
    WHERE name = 'employment_floor_ratio'
),

compared AS (
    SELECT
        d.division_code AS area_code,
        d.short_name AS area_name,
        d.level,
        f.workers,
        f.last_month,
        f.last_year,
        CEIL(f.last_year * r.floor_ratio - 0.000001) AS floor_workers
    FROM scoped.division AS d
    CROSS JOIN rule AS r
    LEFT JOIN figures AS f ON d.division_code = f.area_code
    WHERE
        d.level IN (3, 4)
        AND d.valid_to IS NULL
)

SELECT
    area_code,
    area_name,
    CAST(level AS INTEGER) AS level,
    CAST(workers AS BIGINT) AS workers,
    CAST(last_month AS BIGINT) AS last_month,
    CAST(last_year AS BIGINT) AS last_year,
    CAST(floor_workers AS BIGINT) AS floor_workers,
    CAST(workers - last_month AS BIGINT) AS change,
    CAST(workers - last_year AS BIGINT) AS change_year,
    workers / NULLIF(last_year, 0) AS ratio,
    CAST(
        CASE WHEN workers < floor_workers THEN floor_workers - workers WHEN workers IS NOT NULL THEN 0 END AS BIGINT
    ) AS short_of,
    CAST(
        CASE WHEN workers >= floor_workers THEN workers - floor_workers WHEN workers IS NOT NULL THEN 0 END AS BIGINT
    ) AS spare
FROM compared
ORDER BY
    level DESC,
    area_code ASC
