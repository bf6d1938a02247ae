-- title:   信访舆情逐月: 月末没有办结满7天的
-- grain:   one row per month with figures, oldest first; none where no petition was ever reported in the area's county
-- params:  $area VARCHAR            county, township, or village (petitions that name it)
--          $from_month DATE, $month DATE
-- columns: stat_month DATE, waiting BIGINT, open_now BIGINT, received BIGINT, repeated BIGINT
-- units:   件; waiting = open for the days of the threshold or longer (rule A50: 7), open_now = not closed, received =
--          in the month, repeated = of those
-- reads:   scoped.petition, scoped.threshold, mart.indicator_month
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

months AS (
    SELECT
        m.stat_month,
        CAST(m.stat_month + INTERVAL '1' MONTH AS DATE) AS next_month
    FROM mart.indicator_month AS m
    WHERE
        m.level = 3
        AND m.stat_month BETWEEN $from_month AND $month
    GROUP BY m.stat_month
),

held AS (
    SELECT
        p.petition_id,
        p.received_at,
        p.closed_at,
        p.is_repeat
    FROM scoped.petition AS p
    WHERE
        p.town_code LIKE SUBSTR($area, 1, 9) || '%'
        AND (LENGTH($area) < 12 OR p.division_code = $area)
)

SELECT
    m.stat_month,
    COUNT(CASE
        WHEN
            UNIX_DATE(p.received_at) + l.days < UNIX_DATE(m.next_month)
            AND (p.closed_at IS NULL OR p.closed_at >= m.next_month)
            THEN 1
    END) AS waiting,
    COUNT(CASE WHEN p.closed_at IS NULL OR p.closed_at >= m.next_month THEN p.petition_id END) AS open_now,
    COUNT(CASE WHEN p.received_at >= m.stat_month THEN 1 END) AS received,
    COUNT(CASE WHEN p.received_at >= m.stat_month AND p.is_repeat THEN 1 END) AS repeated
FROM months AS m
CROSS JOIN line AS l
LEFT JOIN held AS p ON m.next_month > p.received_at
WHERE EXISTS (SELECT 1 FROM scoped.petition)
GROUP BY m.stat_month
ORDER BY m.stat_month
