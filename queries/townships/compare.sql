-- title:   一组指标在各乡镇: 本月、上月、增减、去年同月、全县中位, 以及名次区间
-- grain:   one row per indicator that any township reported, and township; a silent township has empty figures
-- params:  $month DATE                first day of the month
--          $group VARCHAR             group_code of the indicator catalogue
--          $indicator VARCHAR?        one indicator of the group, a split too; without it all that are not splits
--          $area VARCHAR?             one township: only its rows (ranks still over all)
-- columns: indicator_id VARCHAR, indicator_name VARCHAR, unit VARCHAR, direction VARCHAR, sort_no INTEGER,
--          area_code VARCHAR, area_name VARCHAR, value DOUBLE, numerator DOUBLE, denominator DOUBLE,
--          is_suppressed BOOLEAN, last_month DOUBLE, change DOUBLE, last_year DOUBLE, change_year DOUBLE,
--          county_value DOUBLE, median DOUBLE, lowest DOUBLE, highest DOUBLE, towns BIGINT, hidden BIGINT,
--          rank BIGINT, rank_best BIGINT, rank_worst BIGINT, gap_above DOUBLE, handful DOUBLE, handful_unit VARCHAR,
--          rank_state VARCHAR
-- units:   value and its kin in the unit of the indicator (% as 0..1, money as 元). median, lowest, highest over the
--          townships that may be seen; median empty where hidden cells could move it. towns = townships with a figure,
--          hidden ones (another township's small cells) included. rank 1 = best by the indicator's direction;
--          rank_best, rank_worst = the rank if a handful more or fewer counted here, hidden townships counted as
--          possibly better; handful = 3 households, projects or cases, 10 persons (3 households of 3.3: domain appendix
--          C), or one percentage point of money; gap_above = how many of them separate it from the next better one.
--          rank_state: ranked; unstable (interval over more than half of the field: no rank; features 3.10); never (no
--          better side, or must not be ranked: domain 7.1 clear_rate, 9.2 meetings; or sums of money, means and days,
--          which no handful of households explains); missing (not reported, or hidden)
-- reads:   mart.indicator_month, scoped.indicator_meta, scoped.division
WITH
chosen AS (
    SELECT
        m.indicator_id,
        m.name,
        m.unit,
        m.direction,
        m.sort_no,
        CASE
            WHEN m.unit = '人' OR COALESCE(m.base_id, m.indicator_id) IN (
                'insured_rate', 'medical_insured_rate', 'employment_ratio_base'
            ) THEN '人'
            WHEN COALESCE(m.base_id, m.indicator_id) IN (
                'disbursement_progress', 'industry_share', 'asset_title_rate', 'asset_idle_rate', 'asset_yield',
                'asset_distribution_rate', 'self_paid_burden'
            ) THEN '百分点'
            WHEN m.unit IN ('%', '‰') THEN '个'
            ELSE m.unit
        END AS handful_unit,
        CASE
            WHEN m.direction NOT IN ('up', 'down') THEN 0
            -- An incentive to clear early, or to hold meetings, is worse than no comparison.
            WHEN COALESCE(m.base_id, m.indicator_id) IN (
                'clear_rate', 'meeting_count', 'monitored_hh_cleared', 'monitored_persons_cleared',
                'cleared_hh_in_year', 'cleared_persons_in_year', 'cleared_in_period_hh', 'cleared_in_period_persons'
            ) THEN 0
            WHEN m.unit IN ('户', '人', '个', '件', '%', '‰') THEN 1
            ELSE 0
        END AS may_rank
    FROM scoped.indicator_meta AS m
    WHERE
        m.group_code = $group
        AND (
            m.indicator_id = $indicator
            OR ($indicator IS NULL AND COALESCE(m.base_id, m.indicator_id) = m.indicator_id)
        )
),

towns AS (
    SELECT
        division_code AS area_code,
        short_name AS area_name
    FROM scoped.division
    WHERE
        level = 4
        AND valid_to IS NULL
),

figures AS (
    SELECT
        indicator_id,
        area_code,
        MAX(level) AS level,
        MAX(CASE WHEN stat_month = $month THEN value END) AS value,
        MAX(CASE WHEN stat_month = $month THEN numerator END) AS numerator,
        MAX(CASE WHEN stat_month = $month THEN denominator END) AS denominator,
        MAX(CASE WHEN stat_month = $month AND is_suppressed THEN 1 ELSE 0 END) AS suppressed,
        MAX(CASE WHEN stat_month = CAST($month - INTERVAL '1' MONTH AS DATE) THEN value END) AS last_month,
        MAX(CASE WHEN stat_month = CAST($month - INTERVAL '12' MONTH AS DATE) THEN value END) AS last_year
    FROM mart.indicator_month
    WHERE
        level IN (3, 4)
        AND stat_month IN (
            $month,
            CAST($month - INTERVAL '1' MONTH AS DATE),
            CAST($month - INTERVAL '12' MONTH AS DATE)
        )
        AND indicator_id IN (SELECT c.indicator_id FROM chosen AS c)
    GROUP BY
        indicator_id,
        area_code
),

field AS (
    SELECT
        c.indicator_id,
        t.area_code,
        t.area_name,
        f.value,
        f.numerator,
        f.denominator,
        COALESCE(f.suppressed, 0) AS suppressed,
        f.last_month,
        f.last_year,
        CASE WHEN c.direction = 'down' THEN -f.value ELSE f.value END AS goodness,
        -- A handful, and how many units of the handful one unit of the figure is.
        CASE c.handful_unit WHEN '人' THEN 10.0 WHEN '百分点' THEN 1.0 ELSE 3.0 END AS handful,
        CASE
            WHEN c.may_rank = 0 THEN NULL
            WHEN c.handful_unit = '百分点' THEN 100.0
            WHEN c.unit IN ('%', '‰') THEN NULLIF(f.denominator, 0)
            ELSE 1.0
        END AS scale_up
    FROM chosen AS c
    CROSS JOIN towns AS t
    LEFT JOIN figures AS f
        ON
            c.indicator_id = f.indicator_id
            AND t.area_code = f.area_code
),

spread AS (
    SELECT
        f.indicator_id,
        COUNT(f.value) + SUM(f.suppressed) AS towns,
        SUM(f.suppressed) AS hidden,
        MIN(f.value) AS lowest,
        MAX(f.value) AS highest,
        -- A hidden count is 1 to 4: it stands below any median above 4. A hidden rate may stand anywhere.
        PERCENTILE_CONT(0.5) WITHIN GROUP (
            ORDER BY CASE WHEN f.suppressed = 1 THEN 2.5 ELSE f.value END
        ) AS median
    FROM field AS f
    GROUP BY f.indicator_id
),

places AS (
    SELECT
        a.indicator_id,
        a.area_code,
        1 + COUNT(CASE WHEN b.goodness > a.goodness THEN 1 END) AS rank,
        1 + COUNT(CASE WHEN b.goodness > a.goodness + a.handful / a.scale_up THEN 1 END) AS rank_best,
        1 + COUNT(CASE WHEN b.goodness > a.goodness - a.handful / a.scale_up THEN 1 END) AS rank_worst,
        MIN(CASE WHEN b.goodness > a.goodness THEN b.goodness - a.goodness END) AS step_up
    FROM field AS a
    LEFT JOIN field AS b
        ON
            a.indicator_id = b.indicator_id
            AND a.area_code <> b.area_code
    WHERE a.value IS NOT NULL
    GROUP BY
        a.indicator_id,
        a.area_code
),

judged AS (
    SELECT
        c.indicator_id,
        c.name,
        c.unit,
        c.direction,
        c.sort_no,
        f.area_code,
        f.area_name,
        f.value,
        f.numerator,
        f.denominator,
        f.suppressed,
        f.last_month,
        f.last_year,
        k.value AS county_value,
        CASE
            WHEN s.hidden = 0 OR (c.unit NOT IN ('%', '‰') AND s.median > 4) THEN s.median
        END AS median,
        s.lowest,
        s.highest,
        s.towns,
        s.hidden,
        p.rank,
        p.rank_best,
        p.rank_worst + s.hidden AS rank_worst,
        CEIL(p.step_up * f.scale_up - 0.000001) AS gap_above,
        f.handful,
        c.handful_unit,
        CASE
            WHEN f.value IS NULL THEN 'missing'
            WHEN f.scale_up IS NULL THEN 'never'
            WHEN 2 * (p.rank_worst + s.hidden - p.rank_best + 1) > s.towns THEN 'unstable'
            ELSE 'ranked'
        END AS rank_state
    FROM field AS f
    INNER JOIN chosen AS c ON f.indicator_id = c.indicator_id
    INNER JOIN spread AS s ON f.indicator_id = s.indicator_id
    LEFT JOIN places AS p
        ON
            f.indicator_id = p.indicator_id
            AND f.area_code = p.area_code
    LEFT JOIN figures AS k
        ON
            f.indicator_id = k.indicator_id
            AND k.level = 3
)

SELECT
    indicator_id,
    name AS indicator_name,
    unit,
    direction,
    CAST(sort_no AS INTEGER) AS sort_no,
    area_code,
    area_name,
    value,
    numerator,
    denominator,
    suppressed = 1 AS is_suppressed,
    last_month,
    value - last_month AS change,
    last_year,
    value - last_year AS change_year,
    county_value,
    median,
    lowest,
    highest,
    CAST(towns AS BIGINT) AS towns,
    CAST(hidden AS BIGINT) AS hidden,
    CAST(CASE WHEN rank_state = 'ranked' THEN rank END AS BIGINT) AS rank,
    CAST(CASE WHEN rank_state IN ('ranked', 'unstable') THEN rank_best END AS BIGINT) AS rank_best,
    CAST(CASE WHEN rank_state IN ('ranked', 'unstable') THEN rank_worst END AS BIGINT) AS rank_worst,
    CASE WHEN rank_state IN ('ranked', 'unstable') THEN gap_above END AS gap_above,
    CAST(CASE WHEN rank_state IN ('ranked', 'unstable') THEN handful END AS DOUBLE) AS handful,
    handful_unit,
    rank_state
FROM judged
WHERE
    towns > 0
    AND ($area IS NULL OR area_code = $area)
ORDER BY
    sort_no,
    indicator_id,
    area_code
