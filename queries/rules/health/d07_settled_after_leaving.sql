-- title:   结算日期不晚于死亡
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.medical_settlement, scoped.person_month
SELECT
    t.source_id,
    t.source_row,
    LEAST(CAST(DATE_TRUNC('month', t.settle_date) AS DATE), $until) AS stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'settle_date' AS column_name,
    CAST(t.settle_date AS VARCHAR) AS said,
    CAST(p.change_date AS VARCHAR) AS wanted
FROM scoped.medical_settlement AS t
INNER JOIN scoped.person_month AS p
    ON
        t.person_id = p.person_id
        AND p.change_code = 'death'
WHERE
    EXTRACT(YEAR FROM t.settle_date) BETWEEN EXTRACT(YEAR FROM $since) - 1 AND EXTRACT(YEAR FROM $until)
    AND t.kind = 'outpatient_chronic'
    AND t.settle_date > p.change_date
ORDER BY
    t.settlement_id
