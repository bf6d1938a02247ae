-- title:   这个月比上个月变化最大的乡镇和指标
-- grain:   one row per township and indicator that moved, the most surprising first, at most $limit
-- params:  $area VARCHAR     county: all its townships; township (or a village in it): that township alone
--          $month DATE
--          $limit INTEGER
-- columns: area_code VARCHAR, name VARCHAR, indicator_id VARCHAR, unit VARCHAR, before DOUBLE, now DOUBLE,
--          change DOUBLE, surprise DOUBLE
-- units:   before, now, change in the unit, from 3 households or 10 persons on (a handful is no
--          news); surprise = change by the square root of the stock before (a count varies by
--          about its root by chance alone, so a small township's handful does not beat a large one's dozens)
-- reads:   mart.indicator_month, scoped.division
WITH
watched AS (
    SELECT
        area_code,
        indicator_id,
        stat_month,
        value,
        unit
    FROM mart.indicator_month
    WHERE
        level = 4
        AND indicator_id IN ('monitored_hh_active', 'employed_alleviated', 'alleviated_hh', 'public_post_persons')
        AND (LENGTH($area) = 6 OR area_code = SUBSTR($area, 1, 9))
        AND stat_month IN ($month, CAST(CAST($month AS DATE) - INTERVAL '1' MONTH AS DATE))
),

compared AS (
    SELECT
        watched.area_code,
        watched.indicator_id,
        watched.unit,
        earlier.value AS before,
        watched.value AS now,
        watched.value - earlier.value AS change
    FROM watched
    INNER JOIN watched AS earlier
        ON
            watched.area_code = earlier.area_code
            AND watched.indicator_id = earlier.indicator_id
    WHERE
        watched.stat_month = $month
        AND earlier.stat_month < watched.stat_month
)

SELECT
    compared.area_code,
    division.name,
    compared.indicator_id,
    compared.unit,
    compared.before,
    compared.now,
    compared.change,
    ABS(compared.change) / SQRT(GREATEST(compared.before, 1)) AS surprise
FROM compared
INNER JOIN scoped.division AS division ON compared.area_code = division.division_code
WHERE ABS(compared.change) >= CASE compared.unit WHEN '户' THEN 3 ELSE 10 END
ORDER BY
    surprise DESC,
    compared.area_code ASC,
    compared.indicator_id ASC
LIMIT $limit
