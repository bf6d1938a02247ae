-- title:   每条规则的错误有多少是上月就有的, 最早从哪个月起
-- grain:   one row per rule with a fault in the month
-- params:  $area VARCHAR     county, township or village
--          $month DATE
-- columns: rule_id VARCHAR, standing BIGINT, since DATE
-- units:   standing = faults (处, without exempted ones) that were there in the month before too; since = the month from
--          which the oldest of them stands without a break (looked for over the last 24 months)
-- reads:   scoped.rule_fault
WITH
now AS (
    SELECT
        rule_id,
        object_key,
        column_name
    FROM scoped.rule_fault
    WHERE
        stat_month = $month
        AND (LENGTH($area) = 6 OR town_code = $area OR division_code = $area)
        AND NOT is_exempt
        AND object_key IS NOT NULL
    GROUP BY
        rule_id,
        object_key,
        column_name
),

-- Most faults of a month are new: only those that were there in the month before are followed further back.
standing AS (
    SELECT
        now.rule_id,
        now.object_key,
        now.column_name
    FROM now
    INNER JOIN scoped.rule_fault AS before
        ON
            now.rule_id = before.rule_id
            AND now.object_key = before.object_key
            AND now.column_name IS NOT DISTINCT FROM before.column_name
    WHERE
        before.stat_month = CAST($month - INTERVAL '1' MONTH AS DATE)
        AND (LENGTH($area) = 6 OR before.town_code = $area OR before.division_code = $area)
        AND NOT before.is_exempt
    GROUP BY
        now.rule_id,
        now.object_key,
        now.column_name
),

months AS (
    SELECT
        standing.rule_id,
        standing.object_key,
        standing.column_name,
        earlier.stat_month,
        LAG(earlier.stat_month) OVER (
            PARTITION BY standing.rule_id, standing.object_key, standing.column_name
            ORDER BY earlier.stat_month
        ) AS month_before
    FROM standing
    INNER JOIN scoped.rule_fault AS earlier
        ON
            standing.rule_id = earlier.rule_id
            AND standing.object_key = earlier.object_key
            AND standing.column_name IS NOT DISTINCT FROM earlier.column_name
    WHERE
        earlier.stat_month BETWEEN CAST($month - INTERVAL '23' MONTH AS DATE) AND $month
        AND (LENGTH($area) = 6 OR earlier.town_code = $area OR earlier.division_code = $area)
        AND NOT earlier.is_exempt
),

begun AS (
    SELECT
        rule_id,
        object_key,
        column_name,
        MAX(stat_month) AS since
    FROM months
    WHERE month_before IS NULL OR month_before < CAST(stat_month - INTERVAL '1' MONTH AS DATE)
    GROUP BY
        rule_id,
        object_key,
        column_name
)

SELECT
    rule_id,
    CAST(COUNT(*) AS BIGINT) AS standing,
    MIN(since) AS since
FROM begun
GROUP BY rule_id
ORDER BY rule_id
