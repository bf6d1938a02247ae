-- title:   有基本医保报销的人当月登记为参保
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
    'basic' AS column_name,
    CAST(t.basic AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.medical_settlement AS t
INNER JOIN scoped.person_month AS p
    ON
        t.person_id = p.person_id
        AND p.stat_month = CAST(DATE_TRUNC('month', t.settle_date) AS DATE)
WHERE
    EXTRACT(YEAR FROM t.settle_date) BETWEEN EXTRACT(YEAR FROM $since) - 1 AND EXTRACT(YEAR FROM $until)
    AND t.basic > 0
    AND NOT p.insured_resident
    AND NOT p.insured_employee
ORDER BY
    t.settlement_id
