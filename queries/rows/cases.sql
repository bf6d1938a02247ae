-- title:   在办和超时个案背后的每一件
-- grain:   one row per case that was begun by the month's end; amount adds up to the figure over the rows without
--          dropped_by
-- params:  $area VARCHAR, $month DATE
--          $indicator VARCHAR       cases_open_by_state (whole or by state) or case_overdue
-- columns: hh_key VARCHAR, village_name VARCHAR, case_kind VARCHAR, state VARCHAR, clue_at DATE, due_at DATE,
--          marked_at DATE, amount DOUBLE, dropped_by VARCHAR
-- units:   amount = 1 a case; state = its last one by the month's end
-- reads:   scoped.identification_case, scoped.case_event, scoped.division
WITH steps AS (
    SELECT
        step.case_id,
        step.to_state,
        ROW_NUMBER() OVER (PARTITION BY step.case_id ORDER BY step.seq DESC) AS from_last
    FROM scoped.case_event AS step
    WHERE step.at < CAST($month + INTERVAL '1' MONTH AS DATE)
),

judged AS (
    SELECT
        one.hh_key,
        one.case_id,
        one.division_code,
        one.case_kind,
        steps.to_state,
        one.clue_at,
        one.due_at,
        CASE WHEN one.marked_at < CAST($month + INTERVAL '1' MONTH AS DATE) THEN one.marked_at END AS marked_at,
        steps.to_state IN (
            'CLUE', 'VERIFY', 'COMPARE', 'DISCUSS', 'PUBLICIZE', 'OBJECTION', 'TOWN_REVIEW', 'COUNTY_DECIDE',
            'ANNOUNCE', 'CLR_VERIFY', 'CLR_DISCUSS', 'CLR_PUBLICIZE', 'CLR_TOWN_REVIEW', 'CLR_COUNTY_DECIDE',
            'CLR_ANNOUNCE'
        ) AS is_open
    FROM scoped.identification_case AS one
    INNER JOIN steps ON one.case_id = steps.case_id AND steps.from_last = 1
    WHERE one.division_code LIKE $area || '%'
)

SELECT
    judged.hh_key,
    village.name AS village_name,
    judged.case_kind,
    judged.to_state AS state,
    judged.clue_at,
    judged.due_at,
    judged.marked_at,
    1.0E0 AS amount,
    CASE
        WHEN NOT judged.is_open THEN 'case_ended'
        WHEN
            $indicator LIKE 'case_overdue%'
            AND judged.due_at >= CAST($month + INTERVAL '1' MONTH - INTERVAL '1' DAY AS DATE)
            THEN 'within_deadline'
        WHEN $indicator LIKE '%.%' AND $indicator NOT LIKE '%.' || judged.to_state THEN 'other_state'
    END AS dropped_by
FROM judged
LEFT JOIN scoped.division AS village ON judged.division_code = village.division_code
ORDER BY
    judged.clue_at,
    judged.case_id
