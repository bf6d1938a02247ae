-- title:   理赔背后的每一件
-- grain:   one row per claim
-- params:  $area VARCHAR, $month DATE
--          $policy VARCHAR?
--          $state VARCHAR           event (happened in the year so far), reported (of them), paid (in the year so far),
--                                   open (at the month's end, whenever it happened), open_late
-- columns: hh_key VARCHAR, village_name VARCHAR, policy VARCHAR, event_date DATE, reported_at DATE, paid_at DATE,
--          paid_amount DOUBLE
-- units:   paid_amount = 元, of claims paid by the month's end
-- reads:   scoped.insurance_claim, scoped.threshold, scoped.division
WITH outside AS (
    SELECT division_code
    FROM scoped.division
    WHERE
        level = 4
        AND NOT in_county_total
        AND LENGTH($area) = 6
),

clock AS (
    SELECT
        CAST(DATE_TRUNC('year', CAST($month AS DATE)) AS DATE) AS new_year,
        CAST($month + INTERVAL '1' MONTH AS DATE) AS next_month
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
        i.claim_id,
        i.hh_key,
        i.division_code,
        i.policy,
        i.event_date,
        CASE WHEN i.reported_at < c.next_month THEN i.reported_at END AS reported_at,
        CASE WHEN i.paid_at < c.next_month THEN i.paid_at END AS paid_at,
        CASE WHEN i.paid_at < c.next_month THEN CAST(i.amount AS DOUBLE) END AS paid_amount,
        i.event_date >= c.new_year AS is_new,
        COALESCE(i.paid_at >= c.new_year AND i.paid_at < c.next_month, FALSE) AS is_paid,
        UNIX_DATE(c.next_month) - 1 - UNIX_DATE(i.event_date) > r.days AS is_old
    FROM scoped.insurance_claim AS i
    INNER JOIN clock AS c ON i.event_date < c.next_month
    CROSS JOIN days_rule AS r
    WHERE
        i.division_code LIKE $area || '%'
        AND i.town_code NOT IN (SELECT o.division_code FROM outside AS o)
        AND ($policy IS NULL OR i.policy = $policy)
)

SELECT
    c.hh_key,
    v.name AS village_name,
    c.policy,
    c.event_date,
    c.reported_at,
    c.paid_at,
    c.paid_amount
FROM claims AS c
LEFT JOIN scoped.division AS v ON c.division_code = v.division_code
WHERE
    ($state = 'event' AND c.is_new)
    OR ($state = 'reported' AND c.is_new AND c.reported_at IS NOT NULL)
    OR ($state = 'paid' AND c.is_paid)
    OR ($state = 'open' AND c.paid_at IS NULL)
    OR ($state = 'open_late' AND c.paid_at IS NULL AND c.is_old)
ORDER BY
    c.event_date,
    c.claim_id
