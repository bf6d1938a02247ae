-- title:   不符的: 家庭人口数在合理范围内
-- grain:   one row per fault
-- params:  $since DATE, $until DATE   first days of months, both included
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said, wanted = what stands there, what should
-- reads:   scoped.household_month, scoped.threshold
WITH limits AS (
    SELECT
        COALESCE(
            MAX(warn) FILTER (WHERE name = 'household_persons_max' AND division_code IS NOT NULL),
            MAX(warn) FILTER (WHERE name = 'household_persons_max')
        ) AS most
    FROM scoped.threshold
)

SELECT
    one.source_id,
    one.source_row,
    one.stat_month,
    one.town_code,
    one.division_code,
    one.hh_key,
    one.hh_key AS object_key,
    'hh_persons' AS column_name,
    CAST(one.hh_persons AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.household_month AS one
CROSS JOIN limits
WHERE
    one.stat_month BETWEEN $since AND $until
    AND one.hh_persons > limits.most
ORDER BY
    one.stat_month,
    one.hh_id
