-- title:   专项行动: 方面与区域对照
-- grain:   one row per place (township of a county, village of a township; place 'unplaced' = tasks of the township
--          itself) and aspect that has a task
-- params:  $area VARCHAR            county, township, or village (tasks that name it)
--          $month DATE
--          $campaign VARCHAR        campaign_id
-- columns: area_code VARCHAR, place VARCHAR, area_name VARCHAR, aspect_no INTEGER, tasks BIGINT, done BIGINT,
--          overdue BIGINT
-- units:   个; done = by the month's end, overdue = due by then and not done
-- reads:   scoped.campaign_task, scoped.division
WITH
clock AS (
    SELECT
        CAST($month + INTERVAL '1' MONTH AS DATE) AS next_month,
        CAST($month + INTERVAL '1' MONTH - INTERVAL '1' DAY AS DATE) AS month_end
),

outside AS (
    SELECT division_code
    FROM scoped.division
    WHERE level = 4 AND NOT in_county_total
),

tasks AS (
    SELECT
        t.aspect_no,
        CASE WHEN LENGTH($area) = 6 THEN t.town_code ELSE COALESCE(t.division_code, t.town_code) END AS place_code,
        CASE WHEN LENGTH($area) > 6 AND t.division_code IS NULL THEN 'unplaced' ELSE 'place' END AS place,
        COALESCE(t.done_at < c.next_month, FALSE) AS is_done,
        t.due_at < c.next_month AND NOT COALESCE(t.done_at < c.next_month, FALSE) AS is_late
    FROM scoped.campaign_task AS t
    CROSS JOIN clock AS c
    WHERE
        t.campaign_id = $campaign
        AND t.town_code LIKE SUBSTR($area, 1, 9) || '%'
        AND (LENGTH($area) < 12 OR t.division_code = $area)
        AND (LENGTH($area) > 6 OR t.town_code NOT IN (SELECT o.division_code FROM outside AS o))
)

SELECT
    k.place_code AS area_code,
    k.place,
    d.short_name AS area_name,
    k.aspect_no,
    COUNT(*) AS tasks,
    COUNT(*) FILTER (WHERE k.is_done) AS done,
    COUNT(*) FILTER (WHERE k.is_late) AS overdue
FROM tasks AS k
LEFT JOIN scoped.division AS d ON k.place_code = d.division_code
GROUP BY
    k.place_code,
    k.place,
    d.short_name,
    k.aspect_no
ORDER BY
    CASE WHEN k.place = 'unplaced' THEN 0 ELSE 1 END,
    k.place_code,
    k.aspect_no
