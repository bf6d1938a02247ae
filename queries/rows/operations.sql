-- title:   产业三档和示范基地背后的每一个产业
-- grain:   one row per industry of the last quarter that had ended at the month's end; amount adds up to the figure
--          over
--          the rows without dropped_by
-- params:  $area VARCHAR, $month DATE
--          $state VARCHAR?          one of the three states alone
--          $indicator VARCHAR?      industry_risk, whole or by state, or demo_base_projects
-- columns: town_name VARCHAR, industry_name VARCHAR, industry_kind VARCHAR, operation_state VARCHAR, year INTEGER,
--          quarter INTEGER, area_mu DOUBLE, output_value DOUBLE, driven_hh BIGINT, driven_persons BIGINT,
--          rescue VARCHAR, amount DOUBLE, dropped_by VARCHAR
-- units:   area_mu = 亩; output_value = 元 of the year so far; driven = 户 and 人; amount = 1 an industry
-- reads:   scoped.industry_operation, scoped.division
WITH held AS (
    SELECT
        o.industry_id,
        o.industry_name,
        o.industry_kind,
        o.town_code,
        o.operation_state,
        o.year,
        o.quarter,
        o.area_mu,
        o.output_value,
        o.driven_hh,
        o.driven_persons,
        o.rescue,
        MAX(o.year * 4 + o.quarter) OVER () AS last_no
    FROM scoped.industry_operation AS o
    WHERE
        COALESCE(o.division_code, o.town_code) LIKE $area || '%'
        AND o.year * 12 + o.quarter * 3 <= EXTRACT(YEAR FROM $month) * 12 + EXTRACT(MONTH FROM $month)
)

SELECT
    town.short_name AS town_name,
    h.industry_name,
    h.industry_kind,
    h.operation_state,
    CAST(h.year AS INTEGER) AS year,
    CAST(h.quarter AS INTEGER) AS quarter,
    CAST(h.area_mu AS DOUBLE) AS area_mu,
    CAST(h.output_value AS DOUBLE) AS output_value,
    CAST(h.driven_hh AS BIGINT) AS driven_hh,
    CAST(h.driven_persons AS BIGINT) AS driven_persons,
    h.rescue,
    1.0E0 AS amount,
    CASE
        WHEN $indicator IS NULL THEN NULL
        WHEN $indicator = 'demo_base_projects' THEN CASE WHEN h.industry_kind <> 'base' THEN 'not_base' END
        WHEN $indicator = 'industry_risk' THEN CASE WHEN h.operation_state = 'good' THEN 'industry_good' END
        WHEN $indicator LIKE '%.good' AND h.operation_state <> 'good' THEN 'other_standing'
        WHEN $indicator LIKE '%.at_risk' AND h.operation_state <> 'at_risk' THEN 'other_standing'
        WHEN $indicator LIKE '%.failed%' AND h.operation_state <> 'failed' THEN 'other_standing'
        WHEN $indicator LIKE '%.failed_with_alleviated' AND COALESCE(h.driven_hh, 0) = 0 THEN 'drives_nobody'
    END AS dropped_by
FROM held AS h
LEFT JOIN scoped.division AS town ON h.town_code = town.division_code
WHERE
    h.year * 4 + h.quarter = h.last_no
    AND ($state IS NULL OR h.operation_state = $state)
ORDER BY h.industry_id
