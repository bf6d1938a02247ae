-- title:   得到救助的户有损失
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.disaster_household
SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'relief_amount' AS column_name,
    CAST(t.relief_amount AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.disaster_household AS t
WHERE
    t.relief_amount > 0
    AND NOT t.house_flooded
    AND COALESCE(t.industry_loss, 0) = 0
    AND COALESCE(t.water_ok, TRUE)
ORDER BY
    t.event_id,
    t.hh_id
