-- title:   致贫返贫风险构成
-- grain:   one row per risk that at least one household has; a household with several risks counts under each,
--          so rows add up to more than the base
-- params:  $area VARCHAR, $month DATE
--          $type VARCHAR?           监测对象类别
--          $status VARCHAR?         风险是否已消除
-- columns: risk VARCHAR, hh BIGINT, persons BIGINT, main_hh BIGINT, base_hh BIGINT, base_persons BIGINT, share DOUBLE
-- units:   hh, main_hh, base_hh = 户 (main: the risk stands first); persons = 人; share = hh / base_hh, 0..1
-- reads:   scoped.household_month
WITH monitored AS (
    SELECT hh_id, hh_persons, risk_1, risk_2, risk_3, risk_4, risk_5
    FROM scoped.household_month
    WHERE
        stat_month = $month
        AND mon_type IS NOT NULL
        AND division_code LIKE $area || '%'
        AND ($type IS NULL OR mon_type = $type)
        AND ($status IS NULL OR risk_status = $status)
),

named AS (
    SELECT risk_1 AS risk, hh_persons, 1 AS is_main
    FROM monitored
    UNION ALL
    SELECT risk_2 AS risk, hh_persons, 0 AS is_main
    FROM monitored
    UNION ALL
    SELECT risk_3 AS risk, hh_persons, 0 AS is_main
    FROM monitored
    UNION ALL
    SELECT risk_4 AS risk, hh_persons, 0 AS is_main
    FROM monitored
    UNION ALL
    SELECT risk_5 AS risk, hh_persons, 0 AS is_main
    FROM monitored
),

base AS (
    SELECT COUNT(*) AS base_hh, SUM(hh_persons) AS base_persons
    FROM monitored
)

SELECT
    named.risk,
    COUNT(*) AS hh,
    CAST(SUM(named.hh_persons) AS BIGINT) AS persons,
    CAST(SUM(named.is_main) AS BIGINT) AS main_hh,
    CAST(MAX(base.base_hh) AS BIGINT) AS base_hh,
    CAST(MAX(base.base_persons) AS BIGINT) AS base_persons,
    CAST(COUNT(*) AS DOUBLE) / MAX(base.base_hh) AS share
FROM named
CROSS JOIN base
WHERE named.risk IS NOT NULL
GROUP BY named.risk
ORDER BY hh DESC, named.risk ASC
