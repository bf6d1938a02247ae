-- title:   到户产业、奖补、小额信贷, 按下一级区划, 末行为本级
-- grain:   one row per township of a county, or village of a township that has a figure, then the area itself
--          (is_whole)
-- params:  $area VARCHAR, $month DATE
-- columns: area_code VARCHAR, area_name VARCHAR, is_whole BOOLEAN, covered_hh BIGINT, able_hh BIGINT, coverage DOUBLE,
--          coverage_last_year DOUBLE, due_hh BIGINT, due_paid_hh BIGINT, paid_rate DOUBLE, late_hh BIGINT,
--          paid_hh BIGINT, paid_yuan DOUBLE, per_hh DOUBLE, loan_hh BIGINT, balance DOUBLE, balance_last_year DOUBLE,
--          loan_new DOUBLE, new_last_year DOUBLE, overdue DOUBLE, overdue_rate DOUBLE, overdue_last_year DOUBLE,
--          due_30 DOUBLE, due_60 DOUBLE, due_90 DOUBLE, over_ceiling BIGINT, overdue_line DOUBLE
-- units:   hh = 户; able = with labour, covered = of those with an accepted project of the year; due = accepted so long
--          ago that the reward should be paid, due_paid = of those paid, late = the rest; money = 元; rates 0..1;
--          last_year = the same month of last year; due_N = balance that falls due within N days of the month's end;
--          overdue_line = threshold loan_overdue_rate, NULL when not set
-- reads:   mart.indicator_month, scoped.division, scoped.threshold
WITH rule AS (
    SELECT COALESCE(MAX(red), MAX(warn)) AS overdue_line
    FROM scoped.threshold
    WHERE name = 'loan_overdue_rate'
),

figures AS (
    SELECT
        area_code,
        MAX(CASE WHEN stat_month = $month AND indicator_id = 'hh_industry_rate' THEN numerator END) AS covered_hh,
        MAX(CASE WHEN stat_month = $month AND indicator_id = 'hh_industry_rate' THEN denominator END) AS able_hh,
        MAX(CASE WHEN stat_month = $month AND indicator_id = 'hh_industry_rate' THEN value END) AS coverage,
        MAX(CASE WHEN stat_month < $month AND indicator_id = 'hh_industry_rate' THEN value END) AS coverage_last_year,
        MAX(CASE WHEN stat_month = $month AND indicator_id = 'reward_paid_rate' THEN denominator END) AS due_hh,
        MAX(CASE WHEN stat_month = $month AND indicator_id = 'reward_paid_rate' THEN numerator END) AS due_paid_hh,
        MAX(CASE WHEN stat_month = $month AND indicator_id = 'reward_paid_rate' THEN value END) AS paid_rate,
        MAX(CASE WHEN stat_month = $month AND indicator_id = 'reward_per_hh' THEN denominator END) AS paid_hh,
        MAX(CASE WHEN stat_month = $month AND indicator_id = 'reward_per_hh' THEN numerator END) AS paid_yuan,
        MAX(CASE WHEN stat_month = $month AND indicator_id = 'reward_per_hh' THEN value END) AS per_hh,
        MAX(CASE WHEN stat_month = $month AND indicator_id = 'microloan_hh' THEN value END) AS loan_hh,
        MAX(CASE WHEN stat_month = $month AND indicator_id = 'loan_balance' THEN value END) AS balance,
        MAX(CASE WHEN stat_month < $month AND indicator_id = 'loan_balance' THEN value END) AS balance_last_year,
        MAX(CASE WHEN stat_month = $month AND indicator_id = 'loan_new' THEN value END) AS loan_new,
        MAX(CASE WHEN stat_month < $month AND indicator_id = 'loan_new' THEN value END) AS new_last_year,
        MAX(CASE WHEN stat_month = $month AND indicator_id = 'loan_overdue_rate' THEN numerator END) AS overdue,
        MAX(CASE WHEN stat_month = $month AND indicator_id = 'loan_overdue_rate' THEN value END) AS overdue_rate,
        MAX(CASE WHEN stat_month < $month AND indicator_id = 'loan_overdue_rate' THEN value END) AS overdue_last_year,
        MAX(CASE WHEN stat_month = $month AND indicator_id = 'loan_due_30_60_90.d30' THEN value END) AS due_30,
        MAX(CASE WHEN stat_month = $month AND indicator_id = 'loan_due_30_60_90.d60' THEN value END) AS due_60,
        MAX(CASE WHEN stat_month = $month AND indicator_id = 'loan_due_30_60_90' THEN value END) AS due_90,
        MAX(CASE WHEN stat_month = $month AND indicator_id = 'loan_over_ceiling' THEN value END) AS over_ceiling
    FROM mart.indicator_month
    WHERE
        stat_month IN ($month, CAST($month - INTERVAL '12' MONTH AS DATE))
        AND area_code LIKE $area || '%'
        AND level <= CASE WHEN LENGTH($area) = 6 THEN 4 ELSE 5 END
    GROUP BY area_code
)

SELECT
    place.division_code AS area_code,
    place.name AS area_name,
    place.division_code = $area AS is_whole,
    CAST(f.covered_hh AS BIGINT) AS covered_hh,
    CAST(f.able_hh AS BIGINT) AS able_hh,
    f.coverage,
    f.coverage_last_year,
    CAST(f.due_hh AS BIGINT) AS due_hh,
    CAST(f.due_paid_hh AS BIGINT) AS due_paid_hh,
    f.paid_rate,
    CAST(f.due_hh - f.due_paid_hh AS BIGINT) AS late_hh,
    CAST(f.paid_hh AS BIGINT) AS paid_hh,
    f.paid_yuan,
    f.per_hh,
    CAST(f.loan_hh AS BIGINT) AS loan_hh,
    f.balance,
    f.balance_last_year,
    f.loan_new,
    f.new_last_year,
    f.overdue,
    f.overdue_rate,
    f.overdue_last_year,
    f.due_30,
    f.due_60,
    f.due_90,
    CAST(f.over_ceiling AS BIGINT) AS over_ceiling,
    r.overdue_line
FROM scoped.division AS place
CROSS JOIN rule AS r
LEFT JOIN figures AS f ON place.division_code = f.area_code
WHERE
    place.valid_to IS NULL
    AND (place.division_code = $area OR place.parent_code = $area)
    AND (place.level < 5 OR f.able_hh IS NOT NULL OR f.loan_hh IS NOT NULL)
ORDER BY
    place.division_code = $area,
    place.division_code
