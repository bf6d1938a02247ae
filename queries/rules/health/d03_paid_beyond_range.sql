-- title:   三重保障报销之和不超过政策范围内费用
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.medical_settlement
SELECT
    t.source_id,
    t.source_row,
    LEAST(CAST(DATE_TRUNC('month', t.settle_date) AS DATE), $until) AS stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'basic' AS column_name,
    CAST(t.basic + t.major + t.assist AS VARCHAR) AS said,
    CAST(t.policy_range AS VARCHAR) AS wanted
FROM scoped.medical_settlement AS t
WHERE
    EXTRACT(YEAR FROM t.settle_date) BETWEEN EXTRACT(YEAR FROM $since) - 1 AND EXTRACT(YEAR FROM $until)
    AND t.basic + t.major + t.assist > t.policy_range
ORDER BY
    t.settlement_id
