-- title:   监测对象流量: 期初, 各项增减, 未解释, 期末
-- grain:   one row per subset (active: 未消除风险; total: 监测对象总数) and step; in total nothing is cleared or rolled back
-- params:  $area VARCHAR
--          $base_month DATE         the month whose stock is the opening
--          $month DATE              the month whose stock is the closing
--          $type VARCHAR?           one type; a household that changed its type then stands under unexplained
-- columns: subset VARCHAR, step VARCHAR, step_no INTEGER, is_stock BOOLEAN, hh BIGINT, persons BIGINT
-- units:   is_stock = opening or closing; hh = 户, persons = 人; signed: what leaves is negative; opening and unexplained are NULL when the
--          opening month was not published; persons come and go by the status their household had a month before
-- reads:   scoped.household_month, scoped.person_month
WITH monitored AS (
    SELECT stat_month, hh_id, hh_persons, risk_status, identified_month, cleared_month
    FROM scoped.household_month
    WHERE
        stat_month BETWEEN $base_month AND $month
        AND mon_type IS NOT NULL
        AND ($type IS NULL OR mon_type = $type)
        AND division_code LIKE $area || '%'
),

month_before AS (
    SELECT hh_id, hh_persons, risk_status, CAST(stat_month + INTERVAL '1' MONTH AS DATE) AS stat_month
    FROM monitored
    WHERE stat_month < $month
),

moves AS (
    SELECT
        cur.hh_persons,
        prev.risk_status AS status_before,
        cur.risk_status AS status_now,
        prev.hh_id IS NULL AND cur.identified_month = cur.stat_month AS is_new,
        cur.cleared_month = cur.stat_month AS is_cleared_now
    FROM monitored AS cur
    LEFT JOIN month_before AS prev ON cur.hh_id = prev.hh_id AND cur.stat_month = prev.stat_month
    WHERE cur.stat_month > $base_month
),

persons_changed AS (
    SELECT
        hh_id,
        stat_month,
        SUM(CASE
            WHEN in_household AND change_code IN ('birth', 'marry_in', 'adopt', 'hukou_in', 'released', 'demobilised')
                THEN 1
            ELSE 0
        END) AS came,
        SUM(CASE
            WHEN
                NOT in_household
                AND change_code IN (
                    'death', 'marry_out', 'hukou_out', 'prison', 'army', 'emigrate', 'settle_city'
                )
                THEN 1
            ELSE 0
        END) AS went
    FROM scoped.person_month
    WHERE
        stat_month > $base_month
        AND stat_month <= $month
        AND change_code IS NOT NULL
        AND change_date >= stat_month
        AND change_date < CAST(stat_month + INTERVAL '1' MONTH AS DATE)
        AND division_code LIKE $area || '%'
    GROUP BY hh_id, stat_month
),

natural_changes AS (
    SELECT
        prev.risk_status AS status_before,
        changed.came,
        changed.went,
        CASE WHEN cur.hh_id IS NULL AND changed.went >= prev.hh_persons THEN 1 ELSE 0 END AS left_whole
    FROM month_before AS prev
    INNER JOIN persons_changed AS changed ON prev.hh_id = changed.hh_id AND prev.stat_month = changed.stat_month
    LEFT JOIN monitored AS cur ON prev.hh_id = cur.hh_id AND prev.stat_month = cur.stat_month
),

entries AS (
    SELECT 'opening' AS step, 1 AS hh, hh_persons AS persons, risk_status = 'active' AS in_active, TRUE AS in_total
    FROM monitored
    WHERE stat_month = $base_month
    UNION ALL
    SELECT 'closing' AS step, 1 AS hh, hh_persons AS persons, risk_status = 'active' AS in_active, TRUE AS in_total
    FROM monitored
    WHERE stat_month = $month
    UNION ALL
    SELECT 'new' AS step, 1 AS hh, hh_persons AS persons, TRUE AS in_active, TRUE AS in_total
    FROM moves
    WHERE is_new
    UNION ALL
    SELECT 'rollback' AS step, 1 AS hh, hh_persons AS persons, TRUE AS in_active, FALSE AS in_total
    FROM moves
    WHERE status_before = 'cleared' AND status_now = 'active'
    UNION ALL
    SELECT 'cleared' AS step, -1 AS hh, -hh_persons AS persons, TRUE AS in_active, FALSE AS in_total
    FROM moves
    WHERE (status_before = 'active' OR is_new) AND status_now = 'cleared' AND is_cleared_now
    UNION ALL
    SELECT
        'natural_increase' AS step, 0 AS hh, came AS persons, status_before = 'active' AS in_active, TRUE AS in_total
    FROM natural_changes
    UNION ALL
    SELECT
        'natural_decrease' AS step,
        -left_whole AS hh,
        -went AS persons,
        status_before = 'active' AS in_active,
        TRUE AS in_total
    FROM natural_changes
),

sums AS (
    SELECT 'active' AS subset, step, SUM(hh) AS hh, SUM(persons) AS persons
    FROM entries
    WHERE in_active
    GROUP BY step
    UNION ALL
    SELECT 'total' AS subset, step, SUM(hh) AS hh, SUM(persons) AS persons
    FROM entries
    WHERE in_total
    GROUP BY step
),

rest AS (
    SELECT
        subset,
        SUM(CASE WHEN step = 'closing' THEN hh ELSE -hh END) AS hh,
        SUM(CASE WHEN step = 'closing' THEN persons ELSE -persons END) AS persons
    FROM sums
    GROUP BY subset
),

published AS (
    SELECT COUNT(*) AS base_rows
    FROM scoped.household_month
    WHERE stat_month = $base_month AND division_code LIKE $area || '%'
),

steps AS (
    SELECT 'active' AS subset, 'opening' AS step, 1 AS step_no
    UNION ALL
    SELECT 'active' AS subset, 'new' AS step, 2 AS step_no
    UNION ALL
    SELECT 'active' AS subset, 'rollback' AS step, 3 AS step_no
    UNION ALL
    SELECT 'active' AS subset, 'natural_increase' AS step, 4 AS step_no
    UNION ALL
    SELECT 'active' AS subset, 'cleared' AS step, 5 AS step_no
    UNION ALL
    SELECT 'active' AS subset, 'natural_decrease' AS step, 6 AS step_no
    UNION ALL
    SELECT 'active' AS subset, 'unexplained' AS step, 7 AS step_no
    UNION ALL
    SELECT 'active' AS subset, 'closing' AS step, 8 AS step_no
    UNION ALL
    SELECT 'total' AS subset, 'opening' AS step, 1 AS step_no
    UNION ALL
    SELECT 'total' AS subset, 'new' AS step, 2 AS step_no
    UNION ALL
    SELECT 'total' AS subset, 'natural_increase' AS step, 4 AS step_no
    UNION ALL
    SELECT 'total' AS subset, 'natural_decrease' AS step, 6 AS step_no
    UNION ALL
    SELECT 'total' AS subset, 'unexplained' AS step, 7 AS step_no
    UNION ALL
    SELECT 'total' AS subset, 'closing' AS step, 8 AS step_no
)

SELECT
    steps.subset,
    steps.step,
    steps.step_no,
    steps.step IN ('opening', 'closing') AS is_stock,
    CAST(CASE
        WHEN published.base_rows = 0 AND steps.step IN ('opening', 'unexplained') THEN NULL
        WHEN steps.step = 'unexplained' THEN COALESCE(rest.hh, 0)
        ELSE COALESCE(sums.hh, 0)
    END AS BIGINT) AS hh,
    CAST(CASE
        WHEN published.base_rows = 0 AND steps.step IN ('opening', 'unexplained') THEN NULL
        WHEN steps.step = 'unexplained' THEN COALESCE(rest.persons, 0)
        ELSE COALESCE(sums.persons, 0)
    END AS BIGINT) AS persons
FROM steps
CROSS JOIN published
LEFT JOIN sums ON steps.subset = sums.subset AND steps.step = sums.step
LEFT JOIN rest ON steps.subset = rest.subset
ORDER BY steps.subset, steps.step_no
