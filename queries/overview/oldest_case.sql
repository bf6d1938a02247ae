-- title:   到月底还没办结的识别个案, 线索最早的在前
-- grain:   one row per open identification case, at most $limit
-- params:  $area VARCHAR     county, township or village
--          $month DATE       open at the end of this month
--          $limit INTEGER
-- columns: case_id VARCHAR, hh_key VARCHAR, town_name VARCHAR, village_name VARCHAR, clue_at DATE, due_at DATE,
--          days_open INTEGER, days_over INTEGER, cases_open BIGINT
-- units:   days from the clue to the end of the month; days_over = days past the deadline, negative before it;
--          cases_open = of all open cases, not of the rows shown
-- reads:   scoped.identification_case, scoped.division
WITH
clock AS (
    SELECT CAST($month + INTERVAL '1' MONTH - INTERVAL '1' DAY AS DATE) AS month_end
),

open_cases AS (
    SELECT
        found.case_id,
        found.hh_key,
        found.town_code,
        found.division_code,
        found.clue_at,
        found.due_at,
        clock.month_end
    FROM scoped.identification_case AS found
    CROSS JOIN clock
    WHERE
        found.case_kind = 'identify'
        AND (found.town_code = $area OR found.division_code = $area OR LENGTH($area) = 6)
        AND found.clue_at <= clock.month_end
        AND (found.marked_at IS NULL OR found.marked_at > clock.month_end)
        AND NOT (
            found.state IN ('CLUE_DISMISSED', 'NOT_ADMITTED', 'NATURAL_EXIT')
            AND found.state_at <= clock.month_end
        )
)

SELECT
    open_cases.case_id,
    open_cases.hh_key,
    town.name AS town_name,
    village.name AS village_name,
    open_cases.clue_at,
    open_cases.due_at,
    UNIX_DATE(open_cases.month_end) - UNIX_DATE(open_cases.clue_at) AS days_open,
    UNIX_DATE(open_cases.month_end) - UNIX_DATE(open_cases.due_at) AS days_over,
    CAST(COUNT(*) OVER () AS BIGINT) AS cases_open
FROM open_cases
LEFT JOIN scoped.division AS town ON open_cases.town_code = town.division_code
LEFT JOIN scoped.division AS village ON open_cases.division_code = village.division_code
ORDER BY
    open_cases.clue_at,
    open_cases.case_id
LIMIT $limit
