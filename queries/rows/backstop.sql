-- title:   应保未保背后的整户无劳动力户
-- grain:   one row per household of the month without anybody able to work
-- params:  $area VARCHAR, $month DATE
--          $indicator VARCHAR?      backstop_gap
-- columns: hh_key VARCHAR, village_name VARCHAR, hh_type VARCHAR, mon_type VARCHAR, hh_persons INTEGER, amount DOUBLE,
--          dropped_by VARCHAR
-- units:   hh_persons = 人; amount = 1 a household; dropped_by = protected: somebody has 低保 or 特困
-- reads:   scoped.household_month, scoped.person_month, scoped.division
WITH outside AS (
    SELECT division_code
    FROM scoped.division
    WHERE
        level = 4
        AND NOT in_county_total
        AND LENGTH($area) = 6
),

protected AS (
    SELECT
        hh_id,
        COUNT(CASE WHEN dibao IN ('rural', 'urban') OR tekun IN ('rural', 'urban') THEN 1 END) AS persons
    FROM scoped.person_month
    WHERE
        stat_month = $month
        AND in_household
        AND division_code LIKE $area || '%'
    GROUP BY hh_id
)

SELECT
    h.hh_key,
    v.name AS village_name,
    h.hh_type,
    h.mon_type,
    h.hh_persons,
    1.0E0 AS amount,
    CASE
        WHEN p.persons > 0 THEN 'protected'
        WHEN $indicator IS NOT NULL AND $indicator <> 'backstop_gap' THEN 'other_event'
    END AS dropped_by
FROM scoped.household_month AS h
INNER JOIN protected AS p ON h.hh_id = p.hh_id
LEFT JOIN scoped.division AS v ON h.division_code = v.division_code
WHERE
    h.stat_month = $month
    AND h.is_no_labour
    AND h.division_code LIKE $area || '%'
    AND h.town_code NOT IN (SELECT o.division_code FROM outside AS o)
ORDER BY
    h.division_code,
    h.hh_key
