-- title:   近十二个月入户走访
-- grain:   one row per visit, latest first
-- params:  $hh VARCHAR
--          $month DATE              the last of the twelve months
-- columns: visit_date DATE, visitor_role VARCHAR, mode VARCHAR, findings VARCHAR, clue_raised BOOLEAN, visit_id VARCHAR
-- units:   -
-- reads:   scoped.household_visit
SELECT
    visit_date,
    visitor_role,
    mode,
    findings,
    clue_raised,
    visit_id
FROM scoped.household_visit
WHERE
    visit_month > CAST($month - INTERVAL '12' MONTH AS DATE)
    AND visit_month <= $month
    AND hh_key = $hh
ORDER BY visit_date DESC, visit_id ASC
