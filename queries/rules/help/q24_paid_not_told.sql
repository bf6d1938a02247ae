-- title:   发了低保金、特困供养金的户，人口信息里登记享受
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
    'scheme' AS column_name,
    t.scheme AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.benefit AS t
WHERE
    EXTRACT(YEAR FROM t.pay_month) BETWEEN EXTRACT(YEAR FROM $since) - 1 AND EXTRACT(YEAR FROM $until)
    AND t.scheme IN ('dibao', 'tekun')
    AND EXISTS (
        SELECT 1 FROM scoped.person_month AS q
        WHERE q.hh_id = t.hh_id AND q.stat_month = t.pay_month
    )
    AND NOT EXISTS (
        SELECT 1
        FROM scoped.person_month AS p
        WHERE
            p.hh_id = t.hh_id
            AND p.stat_month = t.pay_month
            AND CASE WHEN t.scheme = 'dibao' THEN p.dibao ELSE p.tekun END IN ('rural', 'urban')
    )
ORDER BY
    t.benefit_id
