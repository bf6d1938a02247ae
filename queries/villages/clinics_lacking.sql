-- title:   没有卫生室的村(含免建原因)和卫生室不达标的村
-- grain:   one row per such village in the clinic table of the year, those without a reason first
-- params:  $area VARCHAR, $month DATE
-- columns: area_code VARCHAR, town_name VARCHAR, village_name VARCHAR, lack VARCHAR, exempt_reason VARCHAR, doctors
--          BIGINT
-- units:   lack = missing (no clinic and no reason), exempt (none, with a reason) or standard (there is one, below
--          standard)
-- reads:   scoped.clinic, scoped.division
SELECT
    k.division_code AS area_code,
    town.short_name AS town_name,
    village.name AS village_name,
    CASE
        WHEN k.clinics > 0 THEN 'standard'
        WHEN k.exempt_reason IS NULL THEN 'missing'
        ELSE 'exempt'
    END AS lack,
    k.exempt_reason,
    CAST(k.doctors AS BIGINT) AS doctors
FROM scoped.clinic AS k
LEFT JOIN scoped.division AS village ON k.division_code = village.division_code
LEFT JOIN scoped.division AS town ON k.town_code = town.division_code
WHERE
    k.year = EXTRACT(YEAR FROM $month)
    AND k.division_code LIKE $area || '%'
    AND (k.clinics = 0 OR NOT k.standard_ok)
ORDER BY
    CASE WHEN k.clinics > 0 THEN 2 WHEN k.exempt_reason IS NULL THEN 1 ELSE 3 END,
    k.division_code
