-- title:   村卫生室和村医背后的每个村: 计入的, 和没有计入的及原因
-- grain:   one row per village of the clinic table of the year; amount adds up to the figure over the rows without
--          dropped_by
-- params:  $area VARCHAR, $month DATE
--          $indicator VARCHAR       clinic_coverage or clinic_standard_rate (their numerators), village_clinics,
--                                   villages_without_clinic, village_doctors
-- columns: town_name VARCHAR, village_name VARCHAR, clinics INTEGER, exempt_reason VARCHAR, doctors INTEGER,
--          standard_ok BOOLEAN, amount DOUBLE, dropped_by VARCHAR
-- units:   clinics = 个, doctors = 人; amount = 1 a village, or its clinics or doctors
-- reads:   scoped.clinic, scoped.division
SELECT
    town.short_name AS town_name,
    village.name AS village_name,
    k.clinics,
    k.exempt_reason,
    k.doctors,
    k.standard_ok,
    CAST(
        CASE $indicator WHEN 'village_clinics' THEN k.clinics WHEN 'village_doctors' THEN k.doctors ELSE 1 END AS DOUBLE
    ) AS amount,
    CASE
        WHEN $indicator = 'clinic_coverage' AND k.clinics = 0 AND k.exempt_reason IS NULL THEN 'no_clinic'
        WHEN $indicator = 'villages_without_clinic' AND k.clinics > 0 THEN 'has_clinic'
        WHEN $indicator = 'clinic_standard_rate' AND k.clinics = 0 THEN 'no_clinic'
        WHEN $indicator = 'clinic_standard_rate' AND NOT COALESCE(k.standard_ok, FALSE) THEN 'below_standard'
    END AS dropped_by
FROM scoped.clinic AS k
LEFT JOIN scoped.division AS village ON k.division_code = village.division_code
LEFT JOIN scoped.division AS town ON k.town_code = town.division_code
WHERE
    k.year = EXTRACT(YEAR FROM $month)
    AND k.division_code LIKE $area || '%'
ORDER BY k.division_code
