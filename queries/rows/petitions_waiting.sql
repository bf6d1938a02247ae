-- title:   月末没有办结满7天的信访舆情
-- grain:   one row per petition, longest waiting first
-- params:  $area VARCHAR            county, township, or village (petitions that name it)
--          $month DATE
-- columns: petition_id VARCHAR, town_name VARCHAR, petition_channel VARCHAR, petition_topic VARCHAR, received_at DATE,
--          due_at DATE, resp_unit VARCHAR, is_repeat BOOLEAN, days BIGINT
-- units:   days = 天 from receipt to the month's end, at least those of the threshold (rule A50: 7)
-- reads:   scoped.petition, scoped.threshold, scoped.division
WITH
line AS (
    SELECT warn AS days
    FROM scoped.threshold
    WHERE
        name = 'petition_open_days'
        AND LENGTH(COALESCE(division_code, '')) <= 6
        AND COALESCE(year, EXTRACT(YEAR FROM CAST($month AS DATE))) = EXTRACT(YEAR FROM CAST($month AS DATE))
    ORDER BY
        LENGTH(COALESCE(division_code, '')) DESC,
        COALESCE(year, 0) DESC,
        threshold_id ASC
    LIMIT 1
),

clock AS (
    SELECT
        CAST($month + INTERVAL '1' MONTH AS DATE) AS next_month,
        CAST($month + INTERVAL '1' MONTH - INTERVAL '1' DAY AS DATE) AS month_end
)

SELECT
    p.petition_id,
    t.short_name AS town_name,
    p.petition_channel,
    p.petition_topic,
    p.received_at,
    p.due_at,
    p.resp_unit,
    p.is_repeat,
    CAST(UNIX_DATE(c.month_end) - UNIX_DATE(p.received_at) AS BIGINT) AS days
FROM scoped.petition AS p
CROSS JOIN clock AS c
CROSS JOIN line AS l
LEFT JOIN scoped.division AS t ON p.town_code = t.division_code
WHERE
    p.town_code LIKE SUBSTR($area, 1, 9) || '%'
    AND (LENGTH($area) < 12 OR p.division_code = $area)
    AND UNIX_DATE(p.received_at) + l.days < UNIX_DATE(c.next_month)
    AND (p.closed_at IS NULL OR p.closed_at >= c.next_month)
ORDER BY
    p.received_at,
    p.petition_id
