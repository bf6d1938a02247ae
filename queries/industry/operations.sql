-- title:   特色产业和帮扶产业: 每一个的规模、产值、涉及多少户, 现在哪一档
-- grain:   one row per industry of the last quarter that had ended at the month's end, failed and at risk first; cut at
--          $limit
-- params:  $area VARCHAR, $month DATE, $limit INTEGER
--          $state VARCHAR?          one of the three states
-- columns: industry_id VARCHAR, industry_name VARCHAR, industry_kind VARCHAR, town_name VARCHAR, operation_state
--          VARCHAR,
--          earlier_state VARCHAR, area_mu DOUBLE, output_value DOUBLE, driven_hh BIGINT, driven_persons BIGINT,
--          rescue VARCHAR, total_rows BIGINT
-- units:   area_mu = 亩; output_value = 元 of the year so far; driven = 户 and 人; earlier_state = a quarter before
-- reads:   scoped.industry_operation, scoped.division
WITH held AS (
    SELECT
        o.industry_id,
        o.industry_name,
        o.industry_kind,
        o.town_code,
        o.operation_state,
        o.area_mu,
        o.output_value,
        o.driven_hh,
        o.driven_persons,
        o.rescue,
        o.year * 4 + o.quarter AS quarter_no,
        MAX(o.year * 4 + o.quarter) OVER () AS last_no,
        LAG(o.operation_state) OVER (PARTITION BY o.industry_id ORDER BY o.year * 4 + o.quarter) AS earlier_state
    FROM scoped.industry_operation AS o
    WHERE
        COALESCE(o.division_code, o.town_code) LIKE $area || '%'
        AND o.year * 12 + o.quarter * 3 <= EXTRACT(YEAR FROM $month) * 12 + EXTRACT(MONTH FROM $month)
)

SELECT
    h.industry_id,
    h.industry_name,
    h.industry_kind,
    town.short_name AS town_name,
    h.operation_state,
    h.earlier_state,
    CAST(h.area_mu AS DOUBLE) AS area_mu,
    CAST(h.output_value AS DOUBLE) AS output_value,
    CAST(h.driven_hh AS BIGINT) AS driven_hh,
    CAST(h.driven_persons AS BIGINT) AS driven_persons,
    h.rescue,
    COUNT(*) OVER () AS total_rows
FROM held AS h
LEFT JOIN scoped.division AS town ON h.town_code = town.division_code
WHERE
    h.quarter_no = h.last_no
    AND ($state IS NULL OR h.operation_state = $state)
ORDER BY
    CASE h.operation_state WHEN 'failed' THEN 1 WHEN 'at_risk' THEN 2 ELSE 3 END,
    h.industry_id
LIMIT $limit
