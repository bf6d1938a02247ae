-- title:   保险和基金: 出险、报案、赔付、未结, 按险种
-- grain:   one row per policy with an event in the year so far, or open from before
-- params:  $area VARCHAR, $month DATE
-- columns: policy VARCHAR, events BIGINT, reported BIGINT, paid BIGINT, paid_amount DOUBLE, median_days DOUBLE,
--          longest_days INTEGER, open BIGINT, open_late BIGINT, oldest_days INTEGER, late_line INTEGER
-- units:   件; events = happened in the year so far; paid, paid_amount (元), median_days, longest_days (天 from the event
--          to the payment) = paid in the year so far; open = not paid by the month's end, whenever it happened;
--          oldest_days = 天 of the oldest open one; open_late = open for more than late_line days (claim_open_days)
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
        i.policy,
        i.event_date >= c.new_year AS is_new,
        COALESCE(i.reported_at < c.next_month, FALSE) AS is_reported,
        COALESCE(i.paid_at >= c.new_year AND i.paid_at < c.next_month, FALSE) AS is_paid,
        NOT COALESCE(i.paid_at < c.next_month, FALSE) AS is_open,
        CAST(i.amount AS DOUBLE) AS amount,
        UNIX_DATE(i.paid_at) - UNIX_DATE(i.event_date) AS days,
        UNIX_DATE(c.next_month) - 1 - UNIX_DATE(i.event_date) AS days_open,
        r.days AS late_line
    FROM scoped.insurance_claim AS i
    INNER JOIN clock AS c ON i.event_date < c.next_month
    CROSS JOIN days_rule AS r
    WHERE
        i.division_code LIKE $area || '%'
        AND i.town_code NOT IN (SELECT o.division_code FROM outside AS o)
),

sums AS (
    SELECT
        policy,
        COUNT(CASE WHEN is_new THEN 1 END) AS events,
        COUNT(CASE WHEN is_new AND is_reported THEN 1 END) AS reported,
        COUNT(CASE WHEN is_paid THEN 1 END) AS paid,
        SUM(CASE WHEN is_paid THEN amount END) AS paid_amount,
        PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY CASE WHEN is_paid THEN days END) AS median_days,
        MAX(CASE WHEN is_paid THEN days END) AS longest_days,
        COUNT(CASE WHEN is_open THEN 1 END) AS open,
        COUNT(CASE WHEN is_open AND days_open > late_line THEN 1 END) AS open_late,
        MAX(CASE WHEN is_open THEN days_open END) AS oldest_days,
        MAX(late_line) AS late_line
    FROM claims
    GROUP BY policy
)

SELECT
    policy,
    CAST(events AS BIGINT) AS events,
    CAST(reported AS BIGINT) AS reported,
    CAST(paid AS BIGINT) AS paid,
    CAST(COALESCE(paid_amount, 0) AS DOUBLE) AS paid_amount,
    CAST(median_days AS DOUBLE) AS median_days,
    CAST(longest_days AS INTEGER) AS longest_days,
    CAST(open AS BIGINT) AS open,
    CAST(open_late AS BIGINT) AS open_late,
    CAST(oldest_days AS INTEGER) AS oldest_days,
    CAST(late_line AS INTEGER) AS late_line
FROM sums
WHERE
    events > 0
    OR paid > 0
    OR open > 0
ORDER BY policy
