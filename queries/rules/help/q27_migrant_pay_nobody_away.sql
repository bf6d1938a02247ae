-- title:   发了务工补助、交通补贴的户，当年有人在县外务工
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.benefit, scoped.employment_month
SELECT
    t.source_id,
    t.source_row,
    LEAST(t.pay_month, $until) AS stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'scheme' AS column_name,
    t.scheme AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.benefit AS t
WHERE
    EXTRACT(YEAR FROM t.pay_month) BETWEEN EXTRACT(YEAR FROM $since) - 1 AND EXTRACT(YEAR FROM $until)
    AND t.scheme IN ('transport', 'migrant')
    AND t.pay_month >= CAST(CONCAT(CAST(EXTRACT(YEAR FROM $since) AS VARCHAR), '-01-01') AS DATE)
    AND EXISTS (
        SELECT 1 FROM scoped.employment_month AS m
        WHERE m.stat_month = $until AND m.town_code = t.town_code
    )
    AND NOT EXISTS (
        SELECT 1
        FROM scoped.employment_month AS e
        WHERE
            e.hh_id = t.hh_id
            AND e.working
            AND e.place_class IN ('city', 'province', 'out', 'abroad')
            AND EXTRACT(YEAR FROM e.stat_month) = EXTRACT(YEAR FROM t.pay_month)
    )
ORDER BY
    t.benefit_id
