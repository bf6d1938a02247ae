-- title:   不合往常的数: 与本乡镇前12个月和同月其他乡镇相比
-- grain:   one row per township and indicator whose figure of the month stands out, the farthest first, at most $limit
-- params:  $area VARCHAR     county: all its townships; township (or a village in it): that township alone
--          $month DATE
--          $limit INTEGER
-- columns: area_code VARCHAR, area_name VARCHAR, indicator_id VARCHAR, unit VARCHAR, value DOUBLE, low DOUBLE,
--          high DOUBLE, middle DOUBLE, months BIGINT, last_month DOUBLE, peers_alike BIGINT, peers BIGINT,
--          distance DOUBLE
-- units:   low, high, middle in the unit: the median of the last 12 months (this one not counted) and 3.5 times the
--          spread around it. Spread = 1.4826 x the median absolute deviation, at least the square root of the median
--          for counts (chance alone moves a count by that much; persons move by households, some three at once), 20%
--          of it or 10,000 yuan for money, for a ratio what chance does to its denominator. Listed is a figure
--          outside that moved more than half as far since last month: one that has stood there since was listed when
--          it moved. peers_alike = townships whose figure left its own usual range on the same side; a move that a
--          third or more of them made is the county's and not listed. distance = spreads from the median. Only
--          stocks and the month's own events: sums over the year, money and projects go in leaps by nature
-- reads:   mart.indicator_month, scoped.indicator_meta, scoped.division
WITH
watched AS (
    SELECT indicator_id
    FROM scoped.indicator_meta
    WHERE
        (group_code IN ('monitored', 'income', 'guarantee', 'employment', 'relief') AND indicator_id NOT LIKE '%.%')
        OR (group_code = 'flow' AND indicator_id LIKE '%.month' AND indicator_id NOT LIKE '%.%.month')
),

history AS (
    SELECT
        seen.area_code,
        seen.indicator_id,
        seen.unit,
        seen.stat_month,
        seen.value,
        seen.denominator
    FROM mart.indicator_month AS seen
    INNER JOIN watched ON seen.indicator_id = watched.indicator_id
    WHERE
        seen.level = 4
        AND seen.value IS NOT NULL
        AND seen.stat_month BETWEEN CAST($month - INTERVAL '12' MONTH AS DATE) AND $month
),

middles AS (
    SELECT
        area_code,
        indicator_id,
        PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY value) AS middle,
        COUNT(*) AS months
    FROM history
    WHERE stat_month < $month
    GROUP BY
        area_code,
        indicator_id
    HAVING COUNT(*) >= 6
),

deviations AS (
    SELECT
        history.area_code,
        history.indicator_id,
        PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY ABS(history.value - middles.middle)) AS deviation
    FROM history
    INNER JOIN middles
        ON
            history.area_code = middles.area_code
            AND history.indicator_id = middles.indicator_id
    WHERE history.stat_month < $month
    GROUP BY
        history.area_code,
        history.indicator_id
),

spreads AS (
    SELECT
        this_month.area_code,
        this_month.indicator_id,
        this_month.unit,
        this_month.value,
        middles.middle,
        middles.months,
        GREATEST(
            1.4826 * deviations.deviation,
            CASE
                WHEN this_month.unit IN ('%', '‰', 'pp')
                    THEN
                        SQRT(
                            GREATEST(middles.middle * (1 - middles.middle), 0.05)
                            / GREATEST(COALESCE(this_month.denominator, 1), 1)
                        )
                WHEN this_month.unit = '元' THEN GREATEST(0.2 * ABS(middles.middle), 10000)
                WHEN this_month.unit = '人' THEN GREATEST(SQRT(3 * ABS(middles.middle)), 3)
                ELSE GREATEST(SQRT(ABS(middles.middle)), 1)
            END
        ) AS spread
    FROM history AS this_month
    INNER JOIN middles
        ON
            this_month.area_code = middles.area_code
            AND this_month.indicator_id = middles.indicator_id
    INNER JOIN deviations
        ON
            this_month.area_code = deviations.area_code
            AND this_month.indicator_id = deviations.indicator_id
    WHERE this_month.stat_month = $month
),

judged AS (
    SELECT
        area_code,
        indicator_id,
        unit,
        value,
        middle,
        months,
        spread,
        (value - middle) / spread AS distance
    FROM spreads
),

peered AS (
    SELECT
        indicator_id,
        COUNT(*) AS peers,
        COUNT(*) FILTER (WHERE distance > 3.5) AS above,
        COUNT(*) FILTER (WHERE distance < -3.5) AS below
    FROM judged
    GROUP BY indicator_id
),

standing_out AS (
    SELECT
        judged.area_code,
        judged.indicator_id,
        judged.unit,
        judged.value,
        judged.middle,
        judged.months,
        judged.spread,
        judged.distance,
        CASE WHEN judged.distance > 0 THEN peered.above ELSE peered.below END - 1 AS peers_alike,
        peered.peers - 1 AS peers
    FROM judged
    INNER JOIN peered ON judged.indicator_id = peered.indicator_id
    WHERE
        ABS(judged.distance) > 3.5
        AND (LENGTH($area) = 6 OR judged.area_code = SUBSTR($area, 1, 9))
)

SELECT
    standing_out.area_code,
    division.name AS area_name,
    standing_out.indicator_id,
    standing_out.unit,
    standing_out.value,
    CASE
        WHEN standing_out.unit = 'pp' THEN standing_out.middle - 3.5 * standing_out.spread
        ELSE GREATEST(standing_out.middle - 3.5 * standing_out.spread, 0)
    END AS low,
    standing_out.middle + 3.5 * standing_out.spread AS high,
    standing_out.middle,
    CAST(standing_out.months AS BIGINT) AS months,
    earlier.value AS last_month,
    CAST(standing_out.peers_alike AS BIGINT) AS peers_alike,
    CAST(standing_out.peers AS BIGINT) AS peers,
    standing_out.distance
FROM standing_out
INNER JOIN scoped.division AS division ON standing_out.area_code = division.division_code
LEFT JOIN history AS earlier
    ON
        standing_out.area_code = earlier.area_code
        AND standing_out.indicator_id = earlier.indicator_id
        AND earlier.stat_month = CAST($month - INTERVAL '1' MONTH AS DATE)
WHERE
    (standing_out.peers_alike * 3 < standing_out.peers OR standing_out.peers = 0)
    AND (
        earlier.value IS NULL
        OR ABS(standing_out.value - earlier.value) * 2 > ABS(standing_out.value - standing_out.middle)
    )
ORDER BY
    ABS(standing_out.distance) DESC,
    standing_out.area_code ASC,
    standing_out.indicator_id ASC
LIMIT $limit
