-- title:   家庭成员每一项变化, 和变化的月份
-- grain:   one row per person, month and field that differs from the month before; latest first
-- params:  $hh VARCHAR, $month DATE
--          $months INTEGER          how far back
-- columns: stat_month DATE, name VARCHAR, is_minor BOOLEAN, field VARCHAR, before VARCHAR, after VARCHAR
-- units:   field = a column of person_month; of a child under 14 only that it came or left, its other changes are not
--          listed and its name is ''; before, after = codes, true and false; '' where nothing was told
-- reads:   scoped.person_month
WITH months AS (
    SELECT
        person_id,
        stat_month,
        name,
        birth_date >= CAST(CAST(stat_month + INTERVAL '1' MONTH AS DATE) - INTERVAL '14' YEAR AS DATE) AS is_minor,
        CASE WHEN in_household THEN 'true' ELSE COALESCE(change_code, 'false') END AS in_household,
        change_code,
        labour,
        health,
        school,
        CASE WHEN insured_resident OR insured_employee THEN 'true' ELSE 'false' END AS insured,
        dibao,
        tekun
    FROM scoped.person_month
    WHERE
        hh_key = $hh
        AND stat_month <= $month
        AND stat_month >= CAST($month - INTERVAL '1' MONTH * $months AS DATE)
),

first_month AS (
    SELECT MIN(stat_month) AS stat_month
    FROM months
),

fields AS (
    SELECT
        months.person_id,
        months.stat_month,
        months.name,
        months.is_minor,
        names.field_no,
        names.field,
        COALESCE(
            CASE names.field
                WHEN 'in_household' THEN months.in_household
                WHEN 'labour' THEN months.labour
                WHEN 'health' THEN months.health
                WHEN 'school' THEN months.school
                WHEN 'insured_resident' THEN months.insured
                WHEN 'dibao' THEN months.dibao
                WHEN 'tekun' THEN months.tekun
            END, ''
        ) AS told
    FROM months
    CROSS JOIN (
        VALUES
        (1, 'in_household'),
        (2, 'labour'),
        (3, 'health'),
        (4, 'school'),
        (5, 'insured_resident'),
        (6, 'dibao'),
        (7, 'tekun')
    ) AS names (field_no, field)
),

beside AS (
    SELECT
        person_id,
        stat_month,
        name,
        is_minor,
        field_no,
        field,
        LAG(told) OVER (PARTITION BY person_id, field ORDER BY stat_month) AS before,
        told AS after
    FROM fields
)

SELECT
    beside.stat_month,
    CASE WHEN beside.is_minor THEN '' ELSE beside.name END AS name,
    beside.is_minor,
    beside.field,
    COALESCE(beside.before, '') AS before,
    beside.after
FROM beside
CROSS JOIN first_month
WHERE
    (beside.field = 'in_household' OR NOT beside.is_minor)
    AND (
        beside.before <> beside.after
        OR (beside.before IS NULL AND beside.field = 'in_household' AND beside.stat_month > first_month.stat_month)
    )
ORDER BY beside.stat_month DESC, beside.person_id ASC, beside.field_no ASC
