-- title:   不符的: 帮扶消除在识别六个月之后
-- grain:   one row per fault
-- params:  $since DATE, $until DATE   first days of months, both included
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said, wanted = months; not judged before the rule came into force
-- reads:   scoped.clear_rule, scoped.household_month
WITH limits AS (
    SELECT
        MAX(months) AS months,
        MIN(valid_from) AS valid_from
    FROM scoped.clear_rule
    WHERE clear_rule_id = 'six_months'
)

SELECT
    one.source_id,
    one.source_row,
    one.stat_month,
    one.town_code,
    one.division_code,
    one.hh_key,
    one.hh_key AS object_key,
    'cleared_month' AS column_name,
    CAST(
        CAST(
            (EXTRACT(YEAR FROM one.cleared_month) - EXTRACT(YEAR FROM one.identified_month)) * 12
            + EXTRACT(MONTH FROM one.cleared_month)
            - EXTRACT(MONTH FROM one.identified_month) AS INTEGER
        ) AS VARCHAR
    ) AS said,
    CAST(limits.months AS VARCHAR) AS wanted
FROM scoped.household_month AS one
CROSS JOIN limits
WHERE
    one.stat_month BETWEEN $since AND $until
    AND one.clear_mode = 'helped'
    AND one.identified_month <= one.cleared_month
    AND COALESCE(one.cleared_month >= limits.valid_from, TRUE)
    AND (EXTRACT(YEAR FROM one.cleared_month) - EXTRACT(YEAR FROM one.identified_month)) * 12
    + EXTRACT(MONTH FROM one.cleared_month)
    - EXTRACT(MONTH FROM one.identified_month)
    < limits.months
ORDER BY
    one.stat_month,
    one.hh_id
