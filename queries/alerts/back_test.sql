-- title:   回测: 预警的农户后来有多少纳入了监测, 预警早了几个月
-- grain:   one row per rule that flagged a household not monitored at the time
-- params:  $area VARCHAR       county, township or village
--          $from_month DATE    first months of the alerts, both ends included: the last of them six months ago or more
--          $to_month DATE
-- columns: rule_id VARCHAR, flagged BIGINT, became BIGINT, months_earlier DOUBLE
-- units:   户; flagged = not monitored in the month in which the alert stands first; became = monitored, not cleared,
--          in one of the six months after; months_earlier = median of the months from the one to the other
-- reads:   scoped.alert, scoped.household_month
WITH
firsts AS (
    SELECT
        rule_id,
        hh_key,
        MIN(stat_month) AS first_month
    FROM scoped.alert
    WHERE
        hh_key IS NOT NULL
        AND (LENGTH($area) = 6 OR town_code = $area OR division_code = $area)
    GROUP BY
        rule_id,
        hh_key
    HAVING MIN(stat_month) BETWEEN $from_month AND $to_month
),

monitored AS (
    SELECT
        hh_key,
        stat_month
    FROM scoped.household_month
    WHERE
        mon_type IS NOT NULL
        AND risk_status = 'active'
        AND stat_month BETWEEN $from_month AND CAST($to_month + INTERVAL '6' MONTH AS DATE)
),

followed AS (
    SELECT
        firsts.rule_id,
        firsts.hh_key,
        firsts.first_month,
        MIN(monitored.stat_month) AS monitored_month
    FROM firsts
    LEFT JOIN monitored
        ON
            firsts.hh_key = monitored.hh_key
            AND firsts.first_month <= monitored.stat_month
            AND CAST(firsts.first_month + INTERVAL '6' MONTH AS DATE) >= monitored.stat_month
    GROUP BY
        firsts.rule_id,
        firsts.hh_key,
        firsts.first_month
),

flagged AS (
    SELECT
        rule_id,
        CASE
            WHEN monitored_month IS NOT NULL
                THEN
                    (EXTRACT(YEAR FROM monitored_month) - EXTRACT(YEAR FROM first_month)) * 12
                    + EXTRACT(MONTH FROM monitored_month) - EXTRACT(MONTH FROM first_month)
        END AS months_earlier
    FROM followed
    WHERE monitored_month IS NULL OR monitored_month > first_month
)

SELECT
    rule_id,
    CAST(COUNT(*) AS BIGINT) AS flagged,
    CAST(COUNT(months_earlier) AS BIGINT) AS became,
    CAST(PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY months_earlier) AS DOUBLE) AS months_earlier
FROM flagged
GROUP BY rule_id
ORDER BY rule_id
