-- title:   受益户数不超过受益人数，受益脱贫人口不超过受益人数
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.project
SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    t.town_code,
    t.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.project_id AS object_key,
    CASE WHEN t.benefit_hh > t.benefit_persons THEN 'benefit_hh' ELSE 'benefit_alleviated_persons' END AS column_name,
    CAST(
        CASE WHEN t.benefit_hh > t.benefit_persons THEN t.benefit_hh ELSE t.benefit_alleviated_persons END AS VARCHAR
    ) AS said,
    CASE WHEN t.benefit_hh > t.benefit_persons THEN 'hh' ELSE 'alleviated' END AS wanted
FROM scoped.project AS t
WHERE
    (t.benefit_hh > t.benefit_persons OR t.benefit_alleviated_persons > t.benefit_persons)
ORDER BY
    t.project_id
