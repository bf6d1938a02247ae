-- title:   存量指标背后的农户: 计入的, 和没有计入的及原因
-- grain:   one row per household of the month; amount adds up to the figure over the rows without dropped_by
-- params:  $area VARCHAR, $month DATE
--          $indicator VARCHAR       an id of the stock of households, of houses, water or contacts
-- columns: hh_key VARCHAR, village_name VARCHAR, head_name VARCHAR, hh_type VARCHAR, mon_type VARCHAR,
--          risk_status VARCHAR, hh_persons INTEGER, amount DOUBLE, dropped_by VARCHAR
-- units:   amount = 1 a household, or its persons where the id counts 人; dropped_by = the first clause that fails
-- reads:   scoped.household_month, scoped.division
WITH judged AS (
    SELECT
        hh_key,
        division_code,
        head_name,
        hh_type,
        mon_type,
        risk_status,
        hh_persons,
        CASE
            WHEN $indicator LIKE 'alleviated_%' AND hh_type <> 'alleviated' THEN 'not_alleviated'
            WHEN
                ($indicator LIKE '%stable' AND $indicator NOT LIKE '%unstable')
                AND NOT (hh_type = 'alleviated' AND mon_type IS NULL) THEN 'not_stable'
            WHEN
                ($indicator LIKE 'monitored_%' OR $indicator LIKE 'contact_%' OR $indicator LIKE '%.monitored')
                AND mon_type IS NULL THEN 'not_monitored'
            WHEN
                ($indicator LIKE '%_active%' OR $indicator LIKE 'contact_%') AND risk_status <> 'active'
                THEN 'risk_cleared'
            WHEN $indicator LIKE '%_cleared%' AND risk_status <> 'cleared' THEN 'risk_active'
            WHEN $indicator LIKE '%.unstable' AND mon_type <> 'unstable' THEN 'other_type'
            WHEN $indicator LIKE '%.marginal' AND mon_type <> 'marginal' THEN 'other_type'
            WHEN $indicator LIKE '%.sudden' AND mon_type <> 'sudden' THEN 'other_type'
            WHEN $indicator LIKE 'contact_%' AND (contact_name IS NULL OR contact_name = '') THEN 'no_contact'
            WHEN
                $indicator LIKE 'house_hazard%'
                AND NOT (COALESCE(house_dilapidated, FALSE) OR COALESCE(house_grade, '') IN ('C', 'D'))
                THEN 'house_sound'
            WHEN $indicator LIKE 'unsafe_water%' AND COALESCE(water_safe, TRUE) THEN 'water_safe'
            WHEN $indicator LIKE 'water_safe%' AND NOT COALESCE(water_safe, FALSE) THEN 'water_unsafe'
        END AS dropped_by
    FROM scoped.household_month
    WHERE
        stat_month = $month
        AND division_code LIKE $area || '%'
)

SELECT
    judged.hh_key,
    village.name AS village_name,
    judged.head_name,
    judged.hh_type,
    judged.mon_type,
    judged.risk_status,
    judged.hh_persons,
    CASE WHEN $indicator LIKE '%persons%' THEN CAST(judged.hh_persons AS DOUBLE) ELSE 1.0E0 END AS amount,
    judged.dropped_by
FROM judged
LEFT JOIN scoped.division AS village ON judged.division_code = village.division_code
ORDER BY
    judged.division_code,
    judged.hh_key
