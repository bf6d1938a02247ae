-- title:   拟纳入监测对象花名册: 月末走在识别程序中、还没有系统标注的农户
-- grain:   one row per identification case that was begun and not yet marked or ended at the month's end, by village
-- params:  $area VARCHAR, $month DATE
-- columns: village_name VARCHAR, group_name VARCHAR, head_name VARCHAR, hh_persons INTEGER, hh_type VARCHAR,
--          proposed_type VARCHAR, proposed_risk VARCHAR, clue_channel VARCHAR, clue_at DATE, checked_at DATE,
--          publicity_start DATE, publicity_end DATE, state VARCHAR, due_at DATE, emergency_first BOOLEAN
-- units:   dates after the month's end are empty; state = the case's last one by the month's end; the household as of
--          the month (empty where it is in no list yet)
-- reads:   scoped.identification_case, scoped.case_event, scoped.household_month, scoped.division
WITH clock AS (
    SELECT CAST($month + INTERVAL '1' MONTH AS DATE) AS next_month
),

steps AS (
    SELECT
        s.case_id,
        s.to_state,
        ROW_NUMBER() OVER (PARTITION BY s.case_id ORDER BY s.seq DESC) AS from_last
    FROM scoped.case_event AS s
    INNER JOIN clock AS c ON s.at < c.next_month
)

SELECT
    d.name AS village_name,
    h.group_name,
    h.head_name,
    h.hh_persons,
    h.hh_type,
    i.proposed_type,
    i.proposed_risk,
    i.clue_channel,
    i.clue_at,
    CASE WHEN i.checked_at < c.next_month THEN i.checked_at END AS checked_at,
    CASE WHEN i.publicity_start < c.next_month THEN i.publicity_start END AS publicity_start,
    CASE WHEN i.publicity_end < c.next_month THEN i.publicity_end END AS publicity_end,
    s.to_state AS state,
    i.due_at,
    i.emergency_first
FROM scoped.identification_case AS i
INNER JOIN clock AS c ON i.clue_at < c.next_month AND (i.marked_at IS NULL OR i.marked_at >= c.next_month)
INNER JOIN steps AS s
    ON
        i.case_id = s.case_id
        AND s.from_last = 1
        AND s.to_state IN (
            'CLUE', 'VERIFY', 'COMPARE', 'DISCUSS', 'PUBLICIZE', 'OBJECTION', 'TOWN_REVIEW', 'COUNTY_DECIDE',
            'ANNOUNCE', 'SYSTEM_MARK'
        )
LEFT JOIN scoped.household_month AS h ON i.hh_id = h.hh_id AND h.stat_month = $month
LEFT JOIN scoped.division AS d ON i.division_code = d.division_code
WHERE
    i.case_kind = 'identify'
    AND i.division_code LIKE $area || '%'
ORDER BY
    i.division_code,
    i.clue_at,
    i.case_id
