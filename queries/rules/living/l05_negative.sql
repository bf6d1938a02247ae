-- title:   住房、耕地、林地面积和道路距离不是负数
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
        WHEN t.farmland_mu < 0 THEN 'farmland_mu' WHEN t.forest_mu < 0 THEN 'forest_mu' WHEN
            t.house_area < 0
            THEN 'house_area'
        ELSE 'road_distance_km'
    END AS column_name,
    CAST(
        CASE
            WHEN t.farmland_mu < 0 THEN t.farmland_mu WHEN t.forest_mu < 0 THEN t.forest_mu WHEN
                t.house_area < 0
                THEN t.house_area
            ELSE t.road_distance_km
        END AS VARCHAR
    ) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.household_month AS t
WHERE
    t.stat_month BETWEEN $since AND $until
    AND (t.farmland_mu < 0 OR t.forest_mu < 0 OR t.house_area < 0 OR t.road_distance_km < 0)
ORDER BY
    t.stat_month,
    t.hh_id
