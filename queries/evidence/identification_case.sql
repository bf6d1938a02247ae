-- title:   预警的凭据: 识别(消除)个案
-- grain:   one row per row of the table that the object names
-- params:  $object VARCHAR   hh_key, or its own number
--          $month DATE
-- columns: hh_key VARCHAR, town_name VARCHAR, village_name VARCHAR, case_id VARCHAR, case_kind VARCHAR,
--          state VARCHAR, state_at DATE, clue_channel VARCHAR, dept_code VARCHAR, clue_at DATE, checked_at DATE,
--          due_at DATE, sla_rule_id VARCHAR, publicity_start DATE, publicity_end DATE, decided_at DATE,
--          marked_at DATE, proposed_type VARCHAR, proposed_risk VARCHAR, result VARCHAR, emergency_first BOOLEAN
-- units:   as in the table, 元, 0..1
-- reads:   scoped.identification_case, scoped.division
SELECT
    one.hh_key,
    town.name AS town_name,
    village.name AS village_name,
    one.case_id,
    one.case_kind,
    one.state,
    one.state_at,
    one.clue_channel,
    one.dept_code,
    one.clue_at,
    one.checked_at,
    one.due_at,
    one.sla_rule_id,
    one.publicity_start,
    one.publicity_end,
    one.decided_at,
    one.marked_at,
    one.proposed_type,
    one.proposed_risk,
    one.result,
    one.emergency_first
FROM scoped.identification_case AS one
LEFT JOIN scoped.division AS town ON one.town_code = town.division_code
LEFT JOIN scoped.division AS village ON one.division_code = village.division_code
WHERE
    (one.hh_key = $object OR one.case_id = $object)
    AND $month IS NOT NULL
ORDER BY
    one.case_id
LIMIT 200
