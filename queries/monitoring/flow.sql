-- title:   监测对象流量: 期初, 各项增减, 未解释, 期末
-- grain:   one row per subset (active: 未消除风险; total: 监测对象总数) and step; in total nothing is cleared or rolled back
-- params:  $area VARCHAR
--          $base_month DATE         the month whose stock is the opening
--          $month DATE              the month whose stock is the closing
-- columns: subset VARCHAR, step VARCHAR, step_no INTEGER, is_stock BOOLEAN, hh BIGINT, persons BIGINT
-- units:   is_stock = opening or closing; hh = 户, persons = 人; signed: what leaves is negative; NULL: not reported;
--          unexplained = closing less opening less all steps, so that the rest is seen and not hidden
-- reads:   mart.indicator_month
WITH figures AS (
    SELECT stat_month, indicator_id, value
    FROM mart.indicator_month
    WHERE
        area_code = $area
        AND stat_month BETWEEN $base_month AND $month
        AND indicator_id IN (
            'cleared_hh_in_year.month', 'cleared_persons_in_year.month', 'monitored_hh_active',
            'monitored_hh_total', 'monitored_natural_decrease_hh.active.month',
            'monitored_natural_decrease_hh.month', 'monitored_natural_decrease_persons.active.month',
            'monitored_natural_decrease_persons.month', 'monitored_natural_increase_persons.active.month',
            'monitored_natural_increase_persons.month', 'monitored_persons_active', 'monitored_persons_total',
            'new_monitored_hh.month', 'new_monitored_persons.month', 'rollback_hh.month',
            'rollback_persons.month'
        )
),

steps AS (
    SELECT
        'active' AS subset,
        'opening' AS step,
        1 AS step_no,
        1 AS sign,
        'monitored_hh_active' AS hh_id,
        'monitored_persons_active' AS persons_id
    UNION ALL
    SELECT
        'active' AS subset,
        'new' AS step,
        2 AS step_no,
        1 AS sign,
        'new_monitored_hh.month' AS hh_id,
        'new_monitored_persons.month' AS persons_id
    UNION ALL
    SELECT
        'active' AS subset,
        'rollback' AS step,
        3 AS step_no,
        1 AS sign,
        'rollback_hh.month' AS hh_id,
        'rollback_persons.month' AS persons_id
    UNION ALL
    SELECT
        'active' AS subset,
        'natural_increase' AS step,
        4 AS step_no,
        1 AS sign,
        '' AS hh_id,
        'monitored_natural_increase_persons.active.month' AS persons_id
    UNION ALL
    SELECT
        'active' AS subset,
        'cleared' AS step,
        5 AS step_no,
        -1 AS sign,
        'cleared_hh_in_year.month' AS hh_id,
        'cleared_persons_in_year.month' AS persons_id
    UNION ALL
    SELECT
        'active' AS subset,
        'natural_decrease' AS step,
        6 AS step_no,
        -1 AS sign,
        'monitored_natural_decrease_hh.active.month' AS hh_id,
        'monitored_natural_decrease_persons.active.month' AS persons_id
    UNION ALL
    SELECT
        'active' AS subset,
        'closing' AS step,
        8 AS step_no,
        1 AS sign,
        'monitored_hh_active' AS hh_id,
        'monitored_persons_active' AS persons_id
    UNION ALL
    SELECT
        'total' AS subset,
        'opening' AS step,
        1 AS step_no,
        1 AS sign,
        'monitored_hh_total' AS hh_id,
        'monitored_persons_total' AS persons_id
    UNION ALL
    SELECT
        'total' AS subset,
        'new' AS step,
        2 AS step_no,
        1 AS sign,
        'new_monitored_hh.month' AS hh_id,
        'new_monitored_persons.month' AS persons_id
    UNION ALL
    SELECT
        'total' AS subset,
        'natural_increase' AS step,
        4 AS step_no,
        1 AS sign,
        '' AS hh_id,
        'monitored_natural_increase_persons.month' AS persons_id
    UNION ALL
    SELECT
        'total' AS subset,
        'natural_decrease' AS step,
        6 AS step_no,
        -1 AS sign,
        'monitored_natural_decrease_hh.month' AS hh_id,
        'monitored_natural_decrease_persons.month' AS persons_id
    UNION ALL
    SELECT
        'total' AS subset,
        'closing' AS step,
        8 AS step_no,
        1 AS sign,
        'monitored_hh_total' AS hh_id,
        'monitored_persons_total' AS persons_id
),

sums AS (
    SELECT
        steps.subset,
        steps.step,
        steps.step_no,
        CASE
            WHEN steps.hh_id = '' AND COUNT(figures.value) > 0 THEN 0
            ELSE MAX(steps.sign) * SUM(CASE WHEN figures.indicator_id = steps.hh_id THEN figures.value END)
        END AS hh,
        MAX(steps.sign) * SUM(CASE WHEN figures.indicator_id = steps.persons_id THEN figures.value END) AS persons
    FROM steps
    LEFT JOIN figures
        ON
            (steps.hh_id = figures.indicator_id OR steps.persons_id = figures.indicator_id)
            AND (
                (steps.step = 'opening' AND figures.stat_month = $base_month)
                OR (steps.step = 'closing' AND figures.stat_month = $month)
                OR (steps.step NOT IN ('opening', 'closing') AND figures.stat_month > $base_month)
            )
    GROUP BY steps.subset, steps.step, steps.step_no, steps.hh_id
),

rest AS (
    SELECT
        subset,
        'unexplained' AS step,
        7 AS step_no,
        MAX(CASE WHEN step = 'closing' THEN hh END)
        - MAX(CASE WHEN step = 'opening' THEN hh END)
        - SUM(CASE WHEN step NOT IN ('opening', 'closing') THEN COALESCE(hh, 0) ELSE 0 END) AS hh,
        MAX(CASE WHEN step = 'closing' THEN persons END)
        - MAX(CASE WHEN step = 'opening' THEN persons END)
        - SUM(CASE WHEN step NOT IN ('opening', 'closing') THEN COALESCE(persons, 0) ELSE 0 END) AS persons
    FROM sums
    GROUP BY subset
),

whole AS (
    SELECT subset, step, step_no, hh, persons
    FROM sums
    UNION ALL
    SELECT subset, step, step_no, hh, persons
    FROM rest
)

SELECT
    subset,
    step,
    step_no,
    step IN ('opening', 'closing') AS is_stock,
    CAST(hh AS BIGINT) AS hh,
    CAST(persons AS BIGINT) AS persons
FROM whole
ORDER BY subset, step_no
