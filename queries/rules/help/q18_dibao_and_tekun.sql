-- title:   同一个人同月不同时发低保金和特困供养金
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.benefit
SELECT
    t.source_id,
    t.source_row,
    LEAST(t.pay_month, $until) AS stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'scheme' AS column_name,
    CAST(NULL AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.benefit AS t
WHERE
    EXTRACT(YEAR FROM t.pay_month) BETWEEN EXTRACT(YEAR FROM $since) - 1 AND EXTRACT(YEAR FROM $until)
    AND t.scheme = 'dibao'
    AND EXISTS (
        SELECT 1
        FROM scoped.benefit AS k
        WHERE
            k.person_id = t.person_id
            AND k.pay_month = t.pay_month
            AND k.scheme = 'tekun'
    )
ORDER BY
    t.benefit_id
