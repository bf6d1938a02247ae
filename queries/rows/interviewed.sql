-- title:   群众认可度背后的访谈: 认可的, 和不认可的
-- grain:   one row per interview of the year so far that was answered
-- params:  $area VARCHAR, $month DATE
--          $indicator VARCHAR?      recognition_rate: its numerator
-- columns: hh_key VARCHAR, village_name VARCHAR, interview_date DATE, visitor_role VARCHAR, approves BOOLEAN,
--          unhappy_with VARCHAR, amount DOUBLE, dropped_by VARCHAR
-- units:   amount = 1 a household asked
-- reads:   scoped.recognition_interview, scoped.division
WITH outside AS (
    SELECT division_code
    FROM scoped.division
    WHERE
        level = 4
        AND NOT in_county_total
        AND LENGTH($area) = 6
)

SELECT
    one.hh_key,
    village.name AS village_name,
    one.interview_date,
    one.visitor_role,
    one.approves,
    one.unhappy_with,
    1.0E0 AS amount,
    CASE WHEN $indicator IS NOT NULL AND NOT one.approves THEN 'not_approving' END AS dropped_by
FROM scoped.recognition_interview AS one
LEFT JOIN scoped.division AS village ON one.division_code = village.division_code
WHERE
    one.approves IS NOT NULL
    AND one.interview_date >= CAST(DATE_TRUNC('year', CAST($month AS DATE)) AS DATE)
    AND one.interview_date < CAST($month + INTERVAL '1' MONTH AS DATE)
    AND one.division_code LIKE $area || '%'
    AND one.town_code NOT IN (SELECT o.division_code FROM outside AS o)
ORDER BY
    one.division_code,
    one.interview_id
