-- title:   住房面积不超过可能的上限
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   house_area = 平方米
-- reads:   scoped.threshold, scoped.household_month
WITH
ceiling_rule AS (
    SELECT warn AS ceiling
    FROM scoped.threshold
    WHERE
        name = 'house_area_max'
        AND LENGTH(COALESCE(division_code, '')) <= 6
        AND COALESCE(year, EXTRACT(YEAR FROM $until)) = EXTRACT(YEAR FROM $until)
    ORDER BY LENGTH(COALESCE(division_code, '')) DESC, COALESCE(year, 0) DESC, threshold_id ASC
    LIMIT 1
)

SELECT
    t.source_id,
    t.source_row,
    t.stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'house_area' AS column_name,
    CAST(t.house_area AS VARCHAR) AS said,
    CAST(CAST(r.ceiling AS INTEGER) AS VARCHAR) AS wanted
FROM scoped.household_month AS t
CROSS JOIN ceiling_rule AS r
WHERE
    t.stat_month BETWEEN $since AND $until
    AND t.house_area > CAST(r.ceiling AS DECIMAL(18, 2))
ORDER BY
    t.stat_month,
    t.hh_id
