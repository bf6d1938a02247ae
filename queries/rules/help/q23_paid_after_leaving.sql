-- title:   死亡次月起不再按人发放
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.benefit, scoped.person_month
SELECT
    t.source_id,
    t.source_row,
    LEAST(t.pay_month, $until) AS stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'pay_month' AS column_name,
    CAST(t.pay_month AS VARCHAR) AS said,
    CAST(p.change_date AS VARCHAR) AS wanted
FROM scoped.benefit AS t
INNER JOIN scoped.person_month AS p
    ON
        t.person_id = p.person_id
        AND p.change_code = 'death'
WHERE
    EXTRACT(YEAR FROM t.pay_month) BETWEEN EXTRACT(YEAR FROM $since) - 1 AND EXTRACT(YEAR FROM $until)
    AND t.pay_month > p.change_date
ORDER BY
    t.benefit_id
