-- title:   同类乡镇: 农村户数最接近的几个乡镇, 和它们这个指标
-- grain:   one row per township of like size, the nearest first; the township itself on top
-- params:  $indicator VARCHAR
--          $area VARCHAR              a township
--          $peers INTEGER
--          $month DATE
-- columns: area_code VARCHAR, area_name VARCHAR, rural_hh BIGINT, is_own BOOLEAN, value DOUBLE, numerator DOUBLE,
--          denominator DOUBLE, unit VARCHAR, is_suppressed BOOLEAN, last_year DOUBLE, change_year DOUBLE
-- units:   rural_hh 户; value in unit; nearness = ratio of the rural households of both
-- reads:   mart.indicator_month, scoped.division
WITH sizes AS (
    SELECT
        other.division_code AS area_code,
        other.short_name AS area_name,
        other.rural_hh,
        own.division_code = other.division_code AS is_own,
        ROW_NUMBER() OVER (
            ORDER BY
                ABS(LN(CAST(other.rural_hh AS DOUBLE) / own.rural_hh)),
                CASE WHEN own.division_code = other.division_code THEN 0 ELSE 1 END,
                other.division_code
        ) AS nearness
    FROM scoped.division AS own
    INNER JOIN scoped.division AS other ON own.level = other.level
    WHERE
        own.division_code = $area
        AND own.level = 4
        AND other.valid_to IS NULL
        AND other.rural_hh > 0
        AND own.rural_hh > 0
)

SELECT
    s.area_code,
    s.area_name,
    CAST(s.rural_hh AS BIGINT) AS rural_hh,
    s.is_own,
    now.value,
    now.numerator,
    now.denominator,
    now.unit,
    COALESCE(now.is_suppressed, FALSE) AS is_suppressed,
    before.value AS last_year,
    now.value - before.value AS change_year
FROM sizes AS s
LEFT JOIN mart.indicator_month AS now
    ON s.area_code = now.area_code AND now.indicator_id = $indicator AND now.stat_month = $month
LEFT JOIN mart.indicator_month AS before
    ON
        s.area_code = before.area_code
        AND before.indicator_id = $indicator
        AND before.stat_month = CAST($month - INTERVAL '12' MONTH AS DATE)
WHERE s.nearness <= $peers + 1
ORDER BY s.nearness
