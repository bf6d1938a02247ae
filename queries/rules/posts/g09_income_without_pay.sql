-- title:   全年在岗的户，收入里有公益性岗位收入
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.public_post, scoped.income_year
SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'pay_month' AS column_name,
    CAST(y.income_year AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.public_post AS t
INNER JOIN scoped.income_year AS y
    ON
        t.hh_id = y.hh_id
        AND y.income_year BETWEEN EXTRACT(YEAR FROM $since) - 1 AND EXTRACT(YEAR FROM $until)
WHERE
    t.pay_month > 0
    AND t.start_month <= CAST(CAST(y.income_year AS VARCHAR) || '-01-01' AS DATE)
    AND COALESCE(t.end_month, $until) >= CAST(CAST(y.income_year AS VARCHAR) || '-12-01' AS DATE)
    AND COALESCE(y.wage_public_post, 0) = 0
ORDER BY
    t.post_id
