-- title:   监测对象流量: 期初, 各项增减, 未解释, 期末
-- grain:   one row per subset (active: 未消除风险; total: 监测对象总数) and step; in total nothing is cleared or rolled back
-- params:  $area VARCHAR
--          $base_month DATE         the month whose stock is the opening
--          $month DATE              the month whose stock is the closing
-- columns: subset VARCHAR, step VARCHAR, step_no INTEGER, is_stock BOOLEAN, hh BIGINT, persons BIGINT
-- units:   is_stock = opening or closing; hh = 户, persons = 人; signed: what leaves is negative; NULL: not reported;
--          unexplained = closing less opening less all steps, so that the rest is seen and not hidden
-- reads:   mart.indicator_month
-- One reading of the mart, one list of the steps: each further reference would be bound anew.
WITH figures AS (
    SELECT
        indicator_id,
        SUM(CASE WHEN stat_month = $base_month THEN value END) AS opening,
        SUM(CASE WHEN stat_month > $base_month THEN value END) AS moved,
        SUM(CASE WHEN stat_month = $month THEN value END) AS closing
    FROM mart.indicator_month
    WHERE area_code = $area AND stat_month BETWEEN $base_month AND $month
    GROUP BY indicator_id
),

sums AS (
    SELECT
        steps.subset,
        steps.step,
        steps.step_no,
        SUM(
            steps.sign * CASE steps.step
                WHEN 'opening' THEN figures.opening
                WHEN 'closing' THEN figures.closing
                ELSE figures.moved
            END
        ) FILTER (WHERE steps.counts = 'hh') AS hh,
        SUM(
            steps.sign * CASE steps.step
                WHEN 'opening' THEN figures.opening
                WHEN 'closing' THEN figures.closing
                ELSE figures.moved
            END
        ) FILTER (WHERE steps.counts = 'persons') AS persons
    FROM (
        VALUES
        ('active', 'opening', 1, 1, 'hh', 'monitored_hh_active'),
        ('active', 'opening', 1, 1, 'persons', 'monitored_persons_active'),
        ('active', 'new', 2, 1, 'hh', 'new_monitored_hh.month'),
        ('active', 'new', 2, 1, 'persons', 'new_monitored_persons.month'),
        ('active', 'rollback', 3, 1, 'hh', 'rollback_hh.month'),
        ('active', 'rollback', 3, 1, 'persons', 'rollback_persons.month'),
        ('active', 'natural_increase', 4, 1, 'persons', 'monitored_natural_increase_persons.active.month'),
        ('active', 'cleared', 5, -1, 'hh', 'cleared_hh_in_year.month'),
        ('active', 'cleared', 5, -1, 'persons', 'cleared_persons_in_year.month'),
        ('active', 'natural_decrease', 6, -1, 'hh', 'monitored_natural_decrease_hh.active.month'),
        ('active', 'natural_decrease', 6, -1, 'persons', 'monitored_natural_decrease_persons.active.month'),
        ('active', 'unexplained', 7, 1, '', ''),
        ('active', 'closing', 8, 1, 'hh', 'monitored_hh_active'),
        ('active', 'closing', 8, 1, 'persons', 'monitored_persons_active'),
        ('total', 'opening', 1, 1, 'hh', 'monitored_hh_total'),
        ('total', 'opening', 1, 1, 'persons', 'monitored_persons_total'),
        ('total', 'new', 2, 1, 'hh', 'new_monitored_hh.month'),
        ('total', 'new', 2, 1, 'persons', 'new_monitored_persons.month'),
        ('total', 'natural_increase', 4, 1, 'persons', 'monitored_natural_increase_persons.month'),
        ('total', 'natural_decrease', 6, -1, 'hh', 'monitored_natural_decrease_hh.month'),
        ('total', 'natural_decrease', 6, -1, 'persons', 'monitored_natural_decrease_persons.month'),
        ('total', 'unexplained', 7, 1, '', ''),
        ('total', 'closing', 8, 1, 'hh', 'monitored_hh_total'),
        ('total', 'closing', 8, 1, 'persons', 'monitored_persons_total')
    ) AS steps (subset, step, step_no, sign, counts, indicator_id)
    LEFT JOIN figures ON steps.indicator_id = figures.indicator_id
    GROUP BY steps.subset, steps.step, steps.step_no
)

SELECT
    subset,
    step,
    CAST(step_no AS INTEGER) AS step_no,
    step IN ('opening', 'closing') AS is_stock,
    CAST(
        CASE
            WHEN step = 'unexplained'
                THEN
                    MAX(CASE WHEN step = 'closing' THEN hh END) OVER (PARTITION BY subset)
                    - MAX(CASE WHEN step = 'opening' THEN hh END) OVER (PARTITION BY subset)
                    - SUM(CASE WHEN step IN ('opening', 'closing') THEN 0 ELSE COALESCE(hh, 0) END)
                        OVER (PARTITION BY subset)
            WHEN step = 'natural_increase' AND persons IS NOT NULL THEN 0
            ELSE hh
        END AS BIGINT
    ) AS hh,
    CAST(
        CASE
            WHEN step = 'unexplained'
                THEN
                    MAX(CASE WHEN step = 'closing' THEN persons END) OVER (PARTITION BY subset)
                    - MAX(CASE WHEN step = 'opening' THEN persons END) OVER (PARTITION BY subset)
                    - SUM(CASE WHEN step IN ('opening', 'closing') THEN 0 ELSE COALESCE(persons, 0) END)
                        OVER (PARTITION BY subset)
            ELSE persons
        END AS BIGINT
    ) AS persons
FROM sums
ORDER BY subset, step_no
