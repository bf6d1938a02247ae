-- title:   支出进度低于月末应达进度的乡镇
-- grain:   one row per township and month whose progress lies behind
-- params:  $since DATE, $until DATE
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, hh_key VARCHAR, object_key VARCHAR, since DATE,
--          due_at DATE, severity VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   since = the first day of the first month behind without a month between that was not, of the same year;
--          said = paid over allocated as 80.0%, wanted = percentage points
-- reads:   mart.indicator_month, scoped.threshold
WITH lines AS (
    SELECT
        warn,
        red,
        year,
        division_code,
        threshold_id
    FROM scoped.threshold
    WHERE name = 'progress_gap'
),

gaps AS (
    SELECT
        stat_month,
        area_code,
        value,
        numerator,
        denominator,
        EXTRACT(YEAR FROM stat_month) AS year_no
    FROM mart.indicator_month
    WHERE indicator_id = 'progress_gap' AND level = 4 AND value IS NOT NULL
),

ranked AS (
    SELECT
        gaps.stat_month,
        gaps.area_code,
        gaps.value,
        gaps.numerator,
        gaps.denominator,
        gaps.year_no,
        lines.warn,
        lines.red,
        ROW_NUMBER() OVER (
            PARTITION BY gaps.stat_month, gaps.area_code
            ORDER BY
                LENGTH(COALESCE(lines.division_code, '')) DESC,
                COALESCE(lines.year, 0) DESC,
                lines.threshold_id ASC
        ) AS place
    FROM gaps
    INNER JOIN lines
        ON
            COALESCE(lines.year, gaps.year_no) = gaps.year_no
            AND SUBSTR(gaps.area_code, 1, LENGTH(COALESCE(lines.division_code, ''))) = COALESCE(lines.division_code, '')
),

judged AS (
    SELECT
        stat_month,
        area_code,
        value,
        red,
        numerator / denominator AS progress,
        year_no,
        value < warn AS is_behind,
        MAX(CASE WHEN value >= warn THEN stat_month END) OVER (
            PARTITION BY area_code, year_no
            ORDER BY stat_month
        ) AS last_well,
        MIN(stat_month) OVER (PARTITION BY area_code, year_no) AS first_month
    FROM ranked
    WHERE place = 1
)

SELECT
    stat_month,
    area_code AS town_code,
    CAST(NULL AS VARCHAR) AS division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    area_code AS object_key,
    COALESCE(CAST(last_well + INTERVAL '1' MONTH AS DATE), first_month) AS since,
    CAST(NULL AS DATE) AS due_at,
    CASE WHEN value < red THEN 'red' ELSE 'yellow' END AS severity,
    CAST(ROUND(CAST(progress * 100 AS DECIMAL(9, 4)), 1) AS VARCHAR) || '%' AS said,
    CAST(ROUND(CAST(-value * 100 AS DECIMAL(9, 4)), 1) AS VARCHAR) AS wanted
FROM judged
WHERE is_behind AND stat_month BETWEEN $since AND $until
ORDER BY
    stat_month,
    area_code
