-- title:   失学辍学指标背后的适龄孩子: 计入的, 和没有计入的及原因
-- grain:   one row per child aged 6 to 15 in the household
-- params:  $area VARCHAR, $month DATE
--          $indicator VARCHAR?      dropout_children
-- columns: hh_key VARCHAR, village_name VARCHAR, school VARCHAR, not_in_school_reason VARCHAR, amount DOUBLE,
--          dropped_by VARCHAR
-- units:   amount = 1 a child; dropped_by = the first clause that fails
-- reads:   scoped.person_month, scoped.division
WITH outside AS (
    SELECT division_code
    FROM scoped.division
    WHERE
        level = 4
        AND NOT in_county_total
        AND LENGTH($area) = 6
),

children AS (
    SELECT
        person_id,
        hh_key,
        division_code,
        school,
        not_in_school_reason,
        CASE
            WHEN school IS NOT NULL THEN 'in_school'
            WHEN COALESCE(edu, '') IN ('初中', '高中', '大专', '本科及以上') THEN 'finished_junior'
            WHEN
                not_in_school_reason IS NOT NULL
                AND NOT (
                    not_in_school_reason LIKE '%失学%'
                    OR not_in_school_reason LIKE '%辍学%'
                    OR not_in_school_reason LIKE '%厌学%'
                )
                THEN 'reason_told'
        END AS dropped_by
    FROM scoped.person_month
    WHERE
        stat_month = $month
        AND in_household
        AND division_code LIKE $area || '%'
        AND town_code NOT IN (SELECT o.division_code FROM outside AS o)
        AND birth_date >= CAST($month + INTERVAL '1' MONTH - INTERVAL '16' YEAR AS DATE)
        AND birth_date < CAST($month + INTERVAL '1' MONTH - INTERVAL '6' YEAR AS DATE)
        AND ($indicator IS NULL OR $indicator = 'dropout_children')
)

SELECT
    c.hh_key,
    v.name AS village_name,
    c.school,
    c.not_in_school_reason,
    1.0E0 AS amount,
    c.dropped_by
FROM children AS c
LEFT JOIN scoped.division AS v ON c.division_code = v.division_code
ORDER BY
    c.division_code,
    c.person_id
