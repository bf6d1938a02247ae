-- title:   一名帮扶责任人结对多少户
-- grain:   one row per number of households that some helper has
-- params:  $area VARCHAR, $month DATE
-- columns: households BIGINT, helpers BIGINT, is_over BOOLEAN, limit_hh BIGINT
-- units:   households = 户 of the area that a helper has; helpers = 人 with so many; limit_hh = threshold helper_load
-- reads:   scoped.household_month, scoped.threshold
WITH rule AS (
    SELECT MAX(warn) AS most
    FROM scoped.threshold
    WHERE name = 'helper_load'
),

helpers AS (
    SELECT
        helper_id,
        COUNT(*) AS households
    FROM scoped.household_month
    WHERE
        stat_month = $month
        AND helper_id IS NOT NULL
        AND division_code LIKE $area || '%'
    GROUP BY helper_id
)

SELECT
    h.households,
    COUNT(*) AS helpers,
    h.households > MAX(r.most) AS is_over,
    CAST(MAX(r.most) AS BIGINT) AS limit_hh
FROM helpers AS h
CROSS JOIN rule AS r
GROUP BY h.households
ORDER BY h.households
