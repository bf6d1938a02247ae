-- title:   住房、厕所、道路、耕地各项填写齐全
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.household_month
SELECT
    t.source_id,
    t.source_row,
    t.stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    CASE
        WHEN t.house_dilapidated IS NULL THEN 'house_dilapidated' WHEN t.house_area IS NULL THEN 'house_area' WHEN
            t.toilet IS NULL
            THEN 'toilet'
        WHEN t.road_type IS NULL THEN 'road_type' WHEN t.road_distance_km IS NULL THEN 'road_distance_km' WHEN
            t.farmland_mu IS NULL
            THEN 'farmland_mu'
        ELSE 'forest_mu'
    END AS column_name,
    CONCAT_WS(
        '、',
        CASE WHEN t.house_dilapidated IS NULL THEN '是否危房户' END,
        CASE WHEN t.house_area IS NULL THEN '住房面积' END,
        CASE WHEN t.toilet IS NULL THEN '是否有卫生厕所' END,
        CASE WHEN t.road_type IS NULL THEN '入户路类型' END,
        CASE WHEN t.road_distance_km IS NULL THEN '与村主干路距离' END,
        CASE WHEN t.farmland_mu IS NULL THEN '耕地面积' END,
        CASE WHEN t.forest_mu IS NULL THEN '林地面积' END
    ) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.household_month AS t
WHERE
    t.stat_month BETWEEN $since AND $until
    AND (
        t.house_dilapidated IS NULL
        OR t.house_area IS NULL
        OR t.toilet IS NULL
        OR t.road_type IS NULL
        OR t.road_distance_km IS NULL
        OR t.farmland_mu IS NULL
        OR t.forest_mu IS NULL
    )
ORDER BY
    t.stat_month,
    t.hh_id
