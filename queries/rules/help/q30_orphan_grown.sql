-- title:   孤儿保障发给不满18岁的人
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
    CAST(
        EXTRACT(YEAR FROM p.stat_month)
        - EXTRACT(YEAR FROM p.birth_date)
        - CASE WHEN EXTRACT(MONTH FROM p.birth_date) > EXTRACT(MONTH FROM p.stat_month) THEN 1 ELSE 0 END AS VARCHAR
    ) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.benefit AS t
INNER JOIN scoped.person_month AS p
    ON
        t.person_id = p.person_id
        AND t.pay_month = p.stat_month
WHERE
    EXTRACT(YEAR FROM t.pay_month) BETWEEN EXTRACT(YEAR FROM $since) - 1 AND EXTRACT(YEAR FROM $until)
    AND t.scheme = 'orphan'
    AND p.birth_date < CAST(p.stat_month - INTERVAL '18' YEAR AS DATE)
    AND p.school IS NULL
ORDER BY
    t.benefit_id
