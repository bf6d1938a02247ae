-- title:   集体经济、改厕、卫生室、供水, 按下一级区划, 末行为本级
-- grain:   one row per township of a county, or village of a township that has a figure, then the area itself
--          (is_whole)
-- params:  $area VARCHAR, $month DATE
-- columns: area_code VARCHAR, area_name VARCHAR, is_whole BOOLEAN, toilets_task BIGINT, toilets_built BIGINT,
--          toilet_progress DOUBLE, toilet_last_year DOUBLE, toilets_checked BIGINT, toilets_broken BIGINT,
--          broken_rate DOUBLE, complaints BIGINT, complaints_last_year BIGINT, covered BIGINT, clinic_villages BIGINT,
--          clinic_rate DOUBLE, clinics BIGINT, without_clinic BIGINT, doctors BIGINT, standard_clinics BIGINT,
--          standard_rate DOUBLE, samples BIGINT, passed BIGINT, failed BIGINT, pass_rate DOUBLE
-- units:   toilets = 户 of this year's task; complaints = 件 of the month; covered = 村 with a clinic or exempt of the
--          clinic_villages that reported; clinics = 个, doctors = 人; samples of the year so far; rates 0..1; last_year =
--          the same month of last year
-- reads:   mart.indicator_month, scoped.division
WITH figures AS (
    SELECT
        area_code,
        MAX(CASE WHEN stat_month = $month AND indicator_id = 'toilet_progress' THEN denominator END) AS toilets_task,
        MAX(CASE WHEN stat_month = $month AND indicator_id = 'toilet_progress' THEN numerator END) AS toilets_built,
        MAX(CASE WHEN stat_month = $month AND indicator_id = 'toilet_progress' THEN value END) AS toilet_progress,
        MAX(CASE WHEN stat_month < $month AND indicator_id = 'toilet_progress' THEN value END) AS toilet_last_year,
        MAX(CASE WHEN stat_month = $month AND indicator_id = 'toilet_broken_rate' THEN denominator END) AS checked,
        MAX(CASE WHEN stat_month = $month AND indicator_id = 'toilet_broken_rate' THEN numerator END) AS broken,
        MAX(CASE WHEN stat_month = $month AND indicator_id = 'toilet_broken_rate' THEN value END) AS broken_rate,
        MAX(CASE WHEN stat_month = $month AND indicator_id = 'env_complaints' THEN value END) AS complaints,
        MAX(CASE WHEN stat_month < $month AND indicator_id = 'env_complaints' THEN value END) AS complaints_last_year,
        MAX(CASE WHEN stat_month = $month AND indicator_id = 'clinic_coverage' THEN numerator END) AS covered,
        MAX(CASE WHEN stat_month = $month AND indicator_id = 'clinic_coverage' THEN denominator END) AS clinic_villages,
        MAX(CASE WHEN stat_month = $month AND indicator_id = 'clinic_coverage' THEN value END) AS clinic_rate,
        MAX(CASE WHEN stat_month = $month AND indicator_id = 'village_clinics' THEN value END) AS clinics,
        MAX(CASE WHEN stat_month = $month AND indicator_id = 'villages_without_clinic' THEN value END)
            AS without_clinic,
        MAX(CASE WHEN stat_month = $month AND indicator_id = 'village_doctors' THEN value END) AS doctors,
        MAX(CASE WHEN stat_month = $month AND indicator_id = 'clinic_standard_rate' THEN numerator END) AS standard,
        MAX(CASE WHEN stat_month = $month AND indicator_id = 'clinic_standard_rate' THEN value END) AS standard_rate,
        MAX(CASE WHEN stat_month = $month AND indicator_id = 'water_sample_pass' THEN denominator END) AS samples,
        MAX(CASE WHEN stat_month = $month AND indicator_id = 'water_sample_pass' THEN numerator END) AS passed,
        MAX(CASE WHEN stat_month = $month AND indicator_id = 'water_sample_pass' THEN value END) AS pass_rate
    FROM mart.indicator_month
    WHERE
        stat_month IN ($month, CAST($month - INTERVAL '12' MONTH AS DATE))
        AND area_code LIKE $area || '%'
        AND level <= CASE WHEN LENGTH($area) = 6 THEN 4 ELSE 5 END
    GROUP BY area_code
)

SELECT
    place.division_code AS area_code,
    place.name AS area_name,
    place.division_code = $area AS is_whole,
    CAST(f.toilets_task AS BIGINT) AS toilets_task,
    CAST(f.toilets_built AS BIGINT) AS toilets_built,
    f.toilet_progress,
    f.toilet_last_year,
    CAST(f.checked AS BIGINT) AS toilets_checked,
    CAST(f.broken AS BIGINT) AS toilets_broken,
    f.broken_rate,
    CAST(f.complaints AS BIGINT) AS complaints,
    CAST(f.complaints_last_year AS BIGINT) AS complaints_last_year,
    CAST(f.covered AS BIGINT) AS covered,
    CAST(f.clinic_villages AS BIGINT) AS clinic_villages,
    f.clinic_rate,
    CAST(f.clinics AS BIGINT) AS clinics,
    CAST(f.without_clinic AS BIGINT) AS without_clinic,
    CAST(f.doctors AS BIGINT) AS doctors,
    CAST(f.standard AS BIGINT) AS standard_clinics,
    f.standard_rate,
    CAST(f.samples AS BIGINT) AS samples,
    CAST(f.passed AS BIGINT) AS passed,
    CAST(f.samples - f.passed AS BIGINT) AS failed,
    f.pass_rate
FROM scoped.division AS place
LEFT JOIN figures AS f ON place.division_code = f.area_code
WHERE
    place.valid_to IS NULL
    AND (place.division_code = $area OR place.parent_code = $area)
    AND (
        place.level < 5 OR f.toilets_task IS NOT NULL OR f.clinic_villages IS NOT NULL OR f.samples IS NOT NULL
    )
ORDER BY
    place.division_code = $area,
    place.division_code
