-- title:   有交通补贴措施的户，务工月监测里有交通费补助
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.measure, scoped.employment_month
SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'sub' AS column_name,
    t.sub AS said,
    CAST(EXTRACT(YEAR FROM t.start_date) AS VARCHAR) AS wanted
FROM scoped.measure AS t
WHERE
    t.category = 'employment'
    AND t.sub LIKE '%交通补%'
    AND EXTRACT(YEAR FROM t.start_date) BETWEEN EXTRACT(YEAR FROM $since) AND EXTRACT(YEAR FROM $until)
    AND t.start_date < CAST($until + INTERVAL '1' MONTH AS DATE)
    AND EXISTS (
        SELECT 1 FROM scoped.employment_month AS m
        WHERE m.stat_month = $until AND m.hh_id = t.hh_id
    )
    AND NOT EXISTS (
        SELECT 1
        FROM scoped.employment_month AS e
        WHERE
            e.hh_id = t.hh_id
            AND e.transport_subsidy > 0
            AND EXTRACT(YEAR FROM e.stat_month) = EXTRACT(YEAR FROM t.start_date)
    )
ORDER BY
    t.measure_id
