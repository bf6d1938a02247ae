-- title:   危房改造和因灾重建: 任务、开工、竣工、验收, 按类别
-- grain:   one row per kind of the tasks of the year given by the month's end, then 'all'
-- params:  $area VARCHAR, $month DATE
-- columns: renovation_kind VARCHAR, tasks BIGINT, started BIGINT, finished BIGINT, accepted BIGINT, late BIGINT,
--          rate DOUBLE, subsidy DOUBLE
-- units:   户 as of the month's end; late = past its time limit and not finished; rate = accepted of tasks, 0..1;
--          subsidy = 元 paid by the month's end
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
        renovation_kind,
        started_at < CAST($month + INTERVAL '1' MONTH AS DATE) AS is_started,
        finished_at < CAST($month + INTERVAL '1' MONTH AS DATE) AS is_finished,
        accepted_at < CAST($month + INTERVAL '1' MONTH AS DATE) AS is_accepted,
        due_at < CAST($month + INTERVAL '1' MONTH AS DATE) AS is_due,
        CASE WHEN paid_at < CAST($month + INTERVAL '1' MONTH AS DATE) THEN CAST(subsidy AS DOUBLE) END AS subsidy
    FROM scoped.house_renovation
    WHERE
        year = EXTRACT(YEAR FROM CAST($month AS DATE))
        AND planned_at < CAST($month + INTERVAL '1' MONTH AS DATE)
        AND division_code LIKE $area || '%'
        AND town_code NOT IN (SELECT o.division_code FROM outside AS o)
),

summed AS (
    SELECT
        renovation_kind,
        is_started,
        is_finished,
        is_accepted,
        is_due,
        subsidy
    FROM tasks
    UNION ALL
    SELECT
        'all' AS renovation_kind,
        is_started,
        is_finished,
        is_accepted,
        is_due,
        subsidy
    FROM tasks
)

SELECT
    renovation_kind,
    CAST(COUNT(*) AS BIGINT) AS tasks,
    CAST(COUNT(CASE WHEN is_started THEN 1 END) AS BIGINT) AS started,
    CAST(COUNT(CASE WHEN is_finished THEN 1 END) AS BIGINT) AS finished,
    CAST(COUNT(CASE WHEN is_accepted THEN 1 END) AS BIGINT) AS accepted,
    CAST(COUNT(CASE WHEN is_due AND NOT COALESCE(is_finished, FALSE) THEN 1 END) AS BIGINT) AS late,
    CAST(COUNT(CASE WHEN is_accepted THEN 1 END) AS DOUBLE) / NULLIF(COUNT(*), 0) AS rate,
    CAST(COALESCE(SUM(subsidy), 0) AS DOUBLE) AS subsidy
FROM summed
GROUP BY renovation_kind
ORDER BY
    CASE WHEN renovation_kind = 'all' THEN 1 ELSE 0 END,
    renovation_kind
