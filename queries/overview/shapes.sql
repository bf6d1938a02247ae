-- title:   各乡镇的图形
-- grain:   one row per township that has a shape
-- params:
-- columns: division_code VARCHAR, geometry VARCHAR
-- units:   geometry = GeoJSON, longitude and latitude
-- reads:   scoped.division_shape
SELECT
    division_code,
    geometry
FROM scoped.division_shape
WHERE level = 4
ORDER BY division_code
