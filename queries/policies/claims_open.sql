-- title:   还没有赔付的理赔
-- grain:   one row per claim that is open at the month's end, the longest first; cut at $limit
-- params:  $area VARCHAR, $month DATE
--          $limit INTEGER, $offset INTEGER
-- columns: hh_key VARCHAR, town_name VARCHAR, village_name VARCHAR, policy VARCHAR, event_date DATE,
--          reported_at DATE, days INTEGER, is_late BOOLEAN, total_rows BIGINT, total_late BIGINT
-- units:   days = 天 from the event to the month's end; is_late = more than the threshold claim_open_days; total_* = 件
--          over the whole list
-- reads:   scoped.insurance_claim, scoped.threshold, scoped.division
WITH outside AS (
    SELECT division_code
    FROM scoped.division
    WHERE
        level = 4
        AND NOT in_county_total
        AND LENGTH($area) = 6
),

days_rule AS (
    SELECT MAX(warn) AS days
    FROM (
        SELECT warn
        FROM scoped.threshold
        WHERE
            name = 'claim_open_days'
            AND LENGTH(COALESCE(division_code, '')) <= 6
            AND COALESCE(year, EXTRACT(YEAR FROM CAST($month AS DATE))) = EXTRACT(YEAR FROM CAST($month AS DATE))
        ORDER BY LENGTH(COALESCE(division_code, '')) DESC, COALESCE(year, 0) DESC, threshold_id ASC
        LIMIT 1
    ) AS nearest_rule
),

claims AS (
    SELECT
        claim_id,
        hh_key,
        town_code,
        division_code,
        policy,
        event_date,
        CASE WHEN reported_at < CAST($month + INTERVAL '1' MONTH AS DATE) THEN reported_at END AS reported_at,
        UNIX_DATE(CAST($month + INTERVAL '1' MONTH AS DATE)) - 1 - UNIX_DATE(event_date) AS days
    FROM scoped.insurance_claim
    WHERE
        event_date < CAST($month + INTERVAL '1' MONTH AS DATE)
        AND NOT COALESCE(paid_at < CAST($month + INTERVAL '1' MONTH AS DATE), FALSE)
        AND division_code LIKE $area || '%'
        AND town_code NOT IN (SELECT o.division_code FROM outside AS o)
)

SELECT
    c.hh_key,
    t.short_name AS town_name,
    v.short_name AS village_name,
    c.policy,
    c.event_date,
    c.reported_at,
    CAST(c.days AS INTEGER) AS days,
    c.days > r.days AS is_late,
    CAST(COUNT(*) OVER () AS BIGINT) AS total_rows,
    CAST(COUNT(CASE WHEN c.days > r.days THEN 1 END) OVER () AS BIGINT) AS total_late
FROM claims AS c
CROSS JOIN days_rule AS r
LEFT JOIN scoped.division AS t ON c.town_code = t.division_code
LEFT JOIN scoped.division AS v ON c.division_code = v.division_code
ORDER BY
    c.days DESC,
    c.claim_id ASC
LIMIT $limit OFFSET $offset
