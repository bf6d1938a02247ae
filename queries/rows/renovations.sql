-- title:   危房改造任务背后的户
-- grain:   one row per task of the year given by the month's end
-- params:  $area VARCHAR, $month DATE
--          $indicator VARCHAR?      renovation_progress: its numerator, the accepted ones
--          $renovation VARCHAR?     a kind, 'all' for every one
--          $state VARCHAR?          started, finished, accepted, late (past its limit and not finished), paid
-- columns: hh_key VARCHAR, village_name VARCHAR, renovation_kind VARCHAR, planned_at DATE, due_at DATE,
--          started_at DATE, finished_at DATE, accepted_at DATE, subsidy DOUBLE, amount DOUBLE, dropped_by VARCHAR
-- units:   subsidy = 元 paid by the month's end; amount = 1 a task
-- reads:   scoped.house_renovation, scoped.division
WITH outside AS (
    SELECT division_code
    FROM scoped.division
    WHERE
        level = 4
        AND NOT in_county_total
        AND LENGTH($area) = 6
),

tasks AS (
    SELECT
        renovation_id,
        hh_key,
        division_code,
        renovation_kind,
        planned_at,
        due_at,
        CASE WHEN started_at < CAST($month + INTERVAL '1' MONTH AS DATE) THEN started_at END AS started_at,
        CASE WHEN finished_at < CAST($month + INTERVAL '1' MONTH AS DATE) THEN finished_at END AS finished_at,
        CASE WHEN accepted_at < CAST($month + INTERVAL '1' MONTH AS DATE) THEN accepted_at END AS accepted_at,
        COALESCE(due_at < CAST($month + INTERVAL '1' MONTH AS DATE), FALSE) AS is_due,
        CASE WHEN paid_at < CAST($month + INTERVAL '1' MONTH AS DATE) THEN CAST(subsidy AS DOUBLE) END AS subsidy
    FROM scoped.house_renovation
    WHERE
        year = EXTRACT(YEAR FROM CAST($month AS DATE))
        AND planned_at < CAST($month + INTERVAL '1' MONTH AS DATE)
        AND division_code LIKE $area || '%'
        AND town_code NOT IN (SELECT o.division_code FROM outside AS o)
        AND ($renovation IS NULL OR $renovation IN ('all', renovation_kind))
)

SELECT
    k.hh_key,
    v.name AS village_name,
    k.renovation_kind,
    k.planned_at,
    k.due_at,
    k.started_at,
    k.finished_at,
    k.accepted_at,
    k.subsidy,
    1.0E0 AS amount,
    CASE WHEN $indicator IS NOT NULL AND k.accepted_at IS NULL THEN 'not_accepted' END AS dropped_by
FROM tasks AS k
LEFT JOIN scoped.division AS v ON k.division_code = v.division_code
WHERE
    $state IS NULL
    OR ($state = 'started' AND k.started_at IS NOT NULL)
    OR ($state = 'finished' AND k.finished_at IS NOT NULL)
    OR ($state = 'accepted' AND k.accepted_at IS NOT NULL)
    OR ($state = 'late' AND k.is_due AND k.finished_at IS NULL)
    OR ($state = 'paid' AND k.subsidy > 0)
ORDER BY
    k.division_code,
    k.renovation_id
