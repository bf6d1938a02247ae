-- title:   三保障和饮水, 按下一级区域
-- grain:   one row per township of the county, or per village of the township; none below a village
-- params:  $area VARCHAR, $month DATE
-- columns: area_code VARCHAR, area_name VARCHAR, dropout_children BIGINT, insured_told BIGINT, uninsured BIGINT,
--          insured_rate DOUBLE, house_hazard_hh BIGINT, unsafe_water_hh BIGINT, samples BIGINT, samples_failed BIGINT,
--          water_sample_pass DOUBLE
-- units:   dropout_children, insured_told, uninsured = 人; _hh = 户; samples = 次 of the year so far; rates 0..1.
--          NULL where a township did not report the column
-- reads:   mart.indicator_month, scoped.division
WITH told AS (
    SELECT
        area_code,
        MAX(CASE WHEN indicator_id = 'dropout_children' THEN value END) AS dropouts,
        MAX(CASE WHEN indicator_id = 'insured_rate' THEN numerator END) AS insured,
        MAX(CASE WHEN indicator_id = 'insured_rate' THEN denominator END) AS insured_told,
        MAX(CASE WHEN indicator_id = 'house_hazard_hh' THEN value END) AS hazards,
        MAX(CASE WHEN indicator_id = 'unsafe_water_hh' THEN value END) AS unsafe,
        MAX(CASE WHEN indicator_id = 'water_sample_pass' THEN numerator END) AS passed,
        MAX(CASE WHEN indicator_id = 'water_sample_pass' THEN denominator END) AS samples
    FROM mart.indicator_month
    WHERE
        stat_month = $month
        AND indicator_id IN (
            'dropout_children', 'insured_rate', 'house_hazard_hh', 'unsafe_water_hh', 'water_sample_pass'
        )
    GROUP BY area_code
)

SELECT
    d.division_code AS area_code,
    d.short_name AS area_name,
    CAST(t.dropouts AS BIGINT) AS dropout_children,
    CAST(t.insured_told AS BIGINT) AS insured_told,
    CAST(t.insured_told - t.insured AS BIGINT) AS uninsured,
    t.insured / NULLIF(t.insured_told, 0) AS insured_rate,
    CAST(t.hazards AS BIGINT) AS house_hazard_hh,
    CAST(t.unsafe AS BIGINT) AS unsafe_water_hh,
    CAST(t.samples AS BIGINT) AS samples,
    CAST(t.samples - t.passed AS BIGINT) AS samples_failed,
    t.passed / NULLIF(t.samples, 0) AS water_sample_pass
FROM scoped.division AS d
LEFT JOIN told AS t ON d.division_code = t.area_code
WHERE
    d.parent_code = $area
    AND d.valid_to IS NULL
ORDER BY d.division_code
