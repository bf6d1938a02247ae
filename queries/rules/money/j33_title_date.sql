-- title:   已确权的写明确权日期，有确权日期的确权填“是”
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
    CASE WHEN t.title_at IS NULL THEN 'title_at' ELSE 'title_done' END AS column_name,
    CAST(t.title_at AS VARCHAR) AS said,
    CASE WHEN t.title_at IS NULL THEN 'date' ELSE 'done' END AS wanted
FROM scoped.asset AS t
WHERE
    ((t.title_done AND t.title_at IS NULL) OR (t.title_at IS NOT NULL AND NOT COALESCE(t.title_done, FALSE)))
ORDER BY
    t.asset_id
