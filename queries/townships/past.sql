-- title:   一个指标的过去: 本乡镇、去年同月、各乡镇中位、同类乡镇中位、全县
-- grain:   one row per month of the window in which any township reported
-- params:  $indicator VARCHAR
--          $area VARCHAR              a township; the county gives no own figures and no peers
--          $peers INTEGER             how many townships of like size
--          $from_month DATE, $month DATE   both ends included
-- columns: stat_month DATE, value DOUBLE, numerator DOUBLE, denominator DOUBLE, year_before DOUBLE, median DOUBLE,
--          peer_median DOUBLE, county_value DOUBLE, towns BIGINT, peers BIGINT
-- units:   value and its kin in the unit of the indicator; towns, peers = with a figure in the month. A median is empty
--          where small cells of other townships are hidden and could move it.
-- reads:   mart.indicator_month, scoped.division
WITH sizes AS (
    SELECT
        other.division_code AS area_code,
        ROW_NUMBER() OVER (
            ORDER BY ABS(LN(CAST(other.rural_hh AS DOUBLE) / own.rural_hh)), other.division_code
        ) AS nearness
    FROM scoped.division AS own
    INNER JOIN scoped.division AS other ON own.level = other.level AND own.division_code <> other.division_code
    WHERE
        own.division_code = $area
        AND own.level = 4
        AND other.valid_to IS NULL
        AND other.rural_hh > 0
        AND own.rural_hh > 0
),

figures AS (
    SELECT
        m.stat_month,
        m.area_code,
        m.level,
        m.value,
        m.numerator,
        m.denominator,
        CASE WHEN m.is_suppressed THEN 1 ELSE 0 END AS hidden,
        CASE WHEN m.is_suppressed THEN 2.5 ELSE m.value END AS stand_in,
        CASE WHEN m.unit IN ('%', '‰') THEN 1 ELSE 0 END AS is_rate,
        CASE WHEN s.nearness <= $peers THEN 1 ELSE 0 END AS is_peer
    FROM mart.indicator_month AS m
    LEFT JOIN sizes AS s ON m.area_code = s.area_code
    WHERE
        m.indicator_id = $indicator
        AND m.level IN (3, 4)
        AND m.stat_month BETWEEN CAST($from_month - INTERVAL '12' MONTH AS DATE) AND $month
),

months AS (
    SELECT
        stat_month,
        MAX(CASE WHEN area_code = $area THEN value END) AS own,
        MAX(CASE WHEN area_code = $area THEN numerator END) AS numerator,
        MAX(CASE WHEN area_code = $area THEN denominator END) AS denominator,
        MAX(CASE WHEN level = 3 THEN value END) AS county_value,
        PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY CASE WHEN level = 4 THEN stand_in END) AS median,
        PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY CASE WHEN is_peer = 1 THEN stand_in END) AS peer_median,
        SUM(CASE WHEN level = 4 THEN hidden ELSE 0 END) AS hidden,
        SUM(is_peer * hidden) AS peers_hidden,
        MAX(is_rate) AS is_rate,
        COUNT(CASE WHEN level = 4 THEN stand_in END) AS towns,
        COUNT(CASE WHEN is_peer = 1 THEN stand_in END) AS peers
    FROM figures
    GROUP BY stat_month
)

SELECT
    months.stat_month,
    months.own AS value,
    months.numerator,
    months.denominator,
    before.own AS year_before,
    CASE WHEN months.hidden = 0 OR (months.is_rate = 0 AND months.median > 4) THEN months.median END AS median,
    CASE
        WHEN months.peers_hidden = 0 OR (months.is_rate = 0 AND months.peer_median > 4) THEN months.peer_median
    END AS peer_median,
    months.county_value,
    CAST(months.towns AS BIGINT) AS towns,
    CAST(months.peers AS BIGINT) AS peers
FROM months
LEFT JOIN months AS before ON CAST(months.stat_month - INTERVAL '12' MONTH AS DATE) = before.stat_month
WHERE months.stat_month >= $from_month
ORDER BY months.stat_month
