-- title:   培训转化背后的每一个参训的人
-- grain:   one row per person and course finished 90 days ago or longer, and less than 455; amount adds up to the
--          figure
--          over the rows without dropped_by
-- params:  $area VARCHAR, $month DATE
--          $indicator VARCHAR       training_conversion (its numerator)
-- columns: hh_key VARCHAR, village_name VARCHAR, training_name VARCHAR, finished_at DATE, passed BOOLEAN,
--          employed_at DATE, amount DOUBLE, dropped_by VARCHAR
-- units:   amount = 1 a person and course
-- reads:   scoped.training_person, scoped.training, scoped.division
SELECT
    p.hh_key,
    village.name AS village_name,
    t.training_name,
    p.finished_at,
    p.passed,
    p.employed_at,
    1.0E0 AS amount,
    CASE
        WHEN $indicator IS NULL THEN NULL
        WHEN p.employed_at IS NULL THEN 'not_employed'
        WHEN p.employed_at < p.finished_at THEN 'employed_before'
        WHEN UNIX_DATE(p.employed_at) - UNIX_DATE(p.finished_at) > 90 THEN 'employed_late'
    END AS dropped_by
FROM scoped.training_person AS p
LEFT JOIN scoped.training AS t ON p.training_id = t.training_id
LEFT JOIN scoped.division AS village ON p.division_code = village.division_code
WHERE
    p.division_code LIKE $area || '%'
    AND UNIX_DATE(CAST($month + INTERVAL '1' MONTH AS DATE)) - UNIX_DATE(p.finished_at) > 90
    AND UNIX_DATE(CAST($month + INTERVAL '1' MONTH AS DATE)) - UNIX_DATE(p.finished_at) <= 455
ORDER BY
    p.division_code,
    p.person_id,
    p.training_id
