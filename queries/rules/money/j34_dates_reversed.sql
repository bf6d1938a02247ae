-- title:   登记、确权不早于形成年度
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.asset
SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    t.town_code,
    t.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.asset_id AS object_key,
    CASE WHEN EXTRACT(YEAR FROM t.registered_at) < t.form_year THEN 'registered_at' ELSE 'title_at' END AS column_name,
    CAST(
        CASE WHEN EXTRACT(YEAR FROM t.registered_at) < t.form_year THEN t.registered_at ELSE t.title_at END AS VARCHAR
    ) AS said,
    CAST(t.form_year AS VARCHAR) AS wanted
FROM scoped.asset AS t
WHERE
    (EXTRACT(YEAR FROM t.registered_at) < t.form_year OR EXTRACT(YEAR FROM t.title_at) < t.form_year)
ORDER BY
    t.asset_id
