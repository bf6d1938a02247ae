-- title:   房屋成为危房、没有解决的户列为监测对象
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.disaster_household, scoped.household_month
SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'hh_id' AS column_name,
    CASE t.appraisal_grade WHEN 'C' THEN 'C级' ELSE 'D级' END AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.disaster_household AS t
INNER JOIN scoped.household_month AS h
    ON
        t.hh_id = h.hh_id
        AND h.stat_month = $until
WHERE
    t.appraisal_grade IN ('C', 'D')
    AND t.solved_at IS NULL
    AND h.mon_type IS NULL
ORDER BY
    t.event_id,
    t.hh_id
