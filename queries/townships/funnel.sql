-- title:   一个比率在各乡镇: 与全县水平相比, 差别是不是单凭偶然也会有
-- grain:   one row per township with a figure
-- params:  $indicator VARCHAR         a rate of counts
--          $month DATE
-- columns: area_code VARCHAR, area_name VARCHAR, numerator DOUBLE, denominator DOUBLE, value DOUBLE, expected DOUBLE,
--          low_95 DOUBLE, high_95 DOUBLE, low_998 DOUBLE, high_998 DOUBLE, side VARCHAR
-- units:   ratios 0..1; expected = all these townships together. Limits at p ± z sqrt(p (1 - p) / n), z = 1.96 and 3.09
--          (95 and 99.8 of 100 townships at the county's rate stay inside), cut at 0 and 1. side: above, below, within;
--          above or below = outside the wide limits. Hidden small cells have no row.
-- reads:   mart.indicator_month, scoped.division
WITH figures AS (
    SELECT
        m.area_code,
        d.short_name AS area_name,
        m.numerator,
        m.denominator,
        m.value
    FROM mart.indicator_month AS m
    INNER JOIN scoped.division AS d ON m.area_code = d.division_code
    WHERE
        m.indicator_id = $indicator
        AND m.stat_month = $month
        AND m.level = 4
        AND d.valid_to IS NULL
        AND m.unit IN ('%', '‰')
        AND m.denominator > 0
        AND m.numerator BETWEEN 0 AND m.denominator
        AND NOT m.is_suppressed
),

whole AS (
    SELECT SUM(numerator) / SUM(denominator) AS expected
    FROM figures
),

spread AS (
    SELECT
        f.area_code,
        f.area_name,
        f.numerator,
        f.denominator,
        f.value,
        w.expected,
        SQRT(w.expected * (1.0 - w.expected) / f.denominator) AS error
    FROM figures AS f
    CROSS JOIN whole AS w
)

SELECT
    area_code,
    area_name,
    numerator,
    denominator,
    value,
    expected,
    GREATEST(expected - 1.96 * error, 0.0) AS low_95,
    LEAST(expected + 1.96 * error, 1.0) AS high_95,
    GREATEST(expected - 3.09 * error, 0.0) AS low_998,
    LEAST(expected + 3.09 * error, 1.0) AS high_998,
    CASE
        WHEN numerator / denominator > expected + 3.09 * error THEN 'above'
        WHEN numerator / denominator < expected - 3.09 * error THEN 'below'
        ELSE 'within'
    END AS side
FROM spread
ORDER BY area_code
