-- title:   每户一项奖补的金额在合理范围以内
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   元/户
-- reads:   scoped.threshold, scoped.industry_project_hh
WITH
ceiling_rule AS (
    SELECT warn AS ceiling
    FROM scoped.threshold
    WHERE
        name = 'reward_household_max'
        AND LENGTH(COALESCE(division_code, '')) <= 6
        AND COALESCE(year, EXTRACT(YEAR FROM $until)) = EXTRACT(YEAR FROM $until)
    ORDER BY LENGTH(COALESCE(division_code, '')) DESC, COALESCE(year, 0) DESC, threshold_id ASC
    LIMIT 1
)

SELECT
    t.source_id,
    t.source_row,
    LEAST(CAST(CONCAT(CAST(t.year AS VARCHAR), '-12-01') AS DATE), $until) AS stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'reward' AS column_name,
    CAST(t.reward AS VARCHAR) AS said,
    CAST(CAST(r.ceiling AS INTEGER) AS VARCHAR) AS wanted
FROM scoped.industry_project_hh AS t
CROSS JOIN ceiling_rule AS r
WHERE
    t.year BETWEEN EXTRACT(YEAR FROM $since) - 1 AND EXTRACT(YEAR FROM $until)
    AND t.reward > r.ceiling
ORDER BY
    t.hh_id,
    t.year,
    t.item
