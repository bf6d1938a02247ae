-- title:   能看到的区划: 县、各乡镇, 以及本人范围内的村
-- grain:   one row per division
-- params:
-- columns: area_code VARCHAR, parent_code VARCHAR, town_code VARCHAR, level INTEGER, name VARCHAR, short_name VARCHAR,
--          in_county_total BOOLEAN
-- units:   level = 3 county, 4 township, 5 village
-- reads:   scoped.division
SELECT
    division_code AS area_code,
    parent_code,
    town_code,
    level,
    name,
    short_name,
    in_county_total
FROM scoped.division
WHERE valid_to IS NULL
ORDER BY
    level,
    division_code
