-- title:   不符的: 致贫返贫风险不重复
-- grain:   one row per fault
-- params:  $since DATE, $until DATE   first days of months, both included
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said, wanted = what stands there, what should
-- reads:   scoped.household_month
SELECT
    source_id,
    source_row,
    stat_month,
    town_code,
    division_code,
    hh_key,
    hh_key AS object_key,
    'risk_1' AS column_name,
    CASE
        WHEN risk_1 IN (risk_2, risk_3, risk_4, risk_5) THEN risk_1
        WHEN risk_2 IN (risk_3, risk_4, risk_5) THEN risk_2
        WHEN risk_3 IN (risk_4, risk_5) THEN risk_3
        ELSE risk_4
    END AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.household_month
WHERE
    stat_month BETWEEN $since AND $until
    AND (
        risk_1 IN (risk_2, risk_3, risk_4, risk_5)
        OR risk_2 IN (risk_3, risk_4, risk_5)
        OR risk_3 IN (risk_4, risk_5)
        OR risk_4 = risk_5
    )
ORDER BY
    stat_month,
    hh_id
