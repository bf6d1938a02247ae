-- title:   监测对象的结构、致贫返贫风险和监测联系人, 按村和月
-- grain:   one row per village and month
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          monitored_by_type__unstable__num BIGINT, monitored_by_type__unstable__den BIGINT,
--          monitored_by_type__marginal__num BIGINT, monitored_by_type__marginal__den BIGINT,
--          monitored_by_type__sudden__num BIGINT, monitored_by_type__sudden__den BIGINT,
--          monitored_by_type__active__unstable__num BIGINT, monitored_by_type__active__unstable__den BIGINT,
--          monitored_by_type__active__marginal__num BIGINT, monitored_by_type__active__marginal__den BIGINT,
--          monitored_by_type__active__sudden__num BIGINT, monitored_by_type__active__sudden__den BIGINT,
--          monitored_by_type__cleared__unstable__num BIGINT, monitored_by_type__cleared__unstable__den BIGINT,
--          monitored_by_type__cleared__marginal__num BIGINT, monitored_by_type__cleared__marginal__den BIGINT,
--          monitored_by_type__cleared__sudden__num BIGINT, monitored_by_type__cleared__sudden__den BIGINT,
--          clear_rate__num BIGINT, clear_rate__den BIGINT, risk_cause_share__illness__num BIGINT,
--          risk_cause_share__illness__den BIGINT, risk_cause_share__schooling__num BIGINT,
--          risk_cause_share__schooling__den BIGINT, risk_cause_share__disability__num BIGINT,
--          risk_cause_share__disability__den BIGINT, risk_cause_share__natural_disaster__num BIGINT,
--          risk_cause_share__natural_disaster__den BIGINT, risk_cause_share__accident__num BIGINT,
--          risk_cause_share__accident__den BIGINT, risk_cause_share__industry_failure__num BIGINT,
--          risk_cause_share__industry_failure__den BIGINT, risk_cause_share__job_unstable__num BIGINT,
--          risk_cause_share__job_unstable__den BIGINT, risk_cause_share__no_labour__num BIGINT,
--          risk_cause_share__no_labour__den BIGINT, risk_cause_share__housing__num BIGINT,
--          risk_cause_share__housing__den BIGINT, risk_cause_share__water__num BIGINT,
--          risk_cause_share__water__den BIGINT, risk_cause_share__epidemic__num BIGINT,
--          risk_cause_share__epidemic__den BIGINT, risk_cause_share__other__num BIGINT,
--          risk_cause_share__other__den BIGINT, contact_assigned__num BIGINT, contact_assigned__den BIGINT,
--          months_active_priority_hh BIGINT
-- units:   户; risk_cause_share by the first risk of households still active; NULL where a township never fills the
--          column in
-- reads:   scoped.household_month
WITH filled AS (
    SELECT
        stat_month,
        town_code,
        COUNT(risk_1) > 0 AS has_risk,
        COUNT(contact_name) > 0 AS has_contact
    FROM scoped.household_month
    WHERE stat_month BETWEEN $from_month AND $to_month
    GROUP BY
        stat_month,
        town_code
)

SELECT
    homes.stat_month,
    homes.town_code,
    homes.division_code,
    COUNT(*) FILTER (WHERE mon_type = 'unstable') AS monitored_by_type__unstable__num,
    COUNT(*) FILTER (WHERE mon_type IS NOT NULL) AS monitored_by_type__unstable__den,
    COUNT(*) FILTER (WHERE mon_type = 'marginal') AS monitored_by_type__marginal__num,
    COUNT(*) FILTER (WHERE mon_type IS NOT NULL) AS monitored_by_type__marginal__den,
    COUNT(*) FILTER (WHERE mon_type = 'sudden') AS monitored_by_type__sudden__num,
    COUNT(*) FILTER (WHERE mon_type IS NOT NULL) AS monitored_by_type__sudden__den,
    COUNT(*) FILTER (WHERE mon_type = 'unstable' AND risk_status = 'active')
        AS monitored_by_type__active__unstable__num,
    COUNT(*) FILTER (WHERE mon_type IS NOT NULL AND risk_status = 'active') AS monitored_by_type__active__unstable__den,
    COUNT(*) FILTER (WHERE mon_type = 'marginal' AND risk_status = 'active')
        AS monitored_by_type__active__marginal__num,
    COUNT(*) FILTER (WHERE mon_type IS NOT NULL AND risk_status = 'active') AS monitored_by_type__active__marginal__den,
    COUNT(*) FILTER (WHERE mon_type = 'sudden' AND risk_status = 'active') AS monitored_by_type__active__sudden__num,
    COUNT(*) FILTER (WHERE mon_type IS NOT NULL AND risk_status = 'active') AS monitored_by_type__active__sudden__den,
    COUNT(*) FILTER (WHERE mon_type = 'unstable' AND risk_status = 'cleared')
        AS monitored_by_type__cleared__unstable__num,
    COUNT(*) FILTER (WHERE mon_type IS NOT NULL AND risk_status = 'cleared')
        AS monitored_by_type__cleared__unstable__den,
    COUNT(*) FILTER (WHERE mon_type = 'marginal' AND risk_status = 'cleared')
        AS monitored_by_type__cleared__marginal__num,
    COUNT(*) FILTER (WHERE mon_type IS NOT NULL AND risk_status = 'cleared')
        AS monitored_by_type__cleared__marginal__den,
    COUNT(*) FILTER (WHERE mon_type = 'sudden' AND risk_status = 'cleared') AS monitored_by_type__cleared__sudden__num,
    COUNT(*) FILTER (WHERE mon_type IS NOT NULL AND risk_status = 'cleared') AS monitored_by_type__cleared__sudden__den,
    COUNT(*) FILTER (WHERE risk_status = 'cleared') AS clear_rate__num,
    COUNT(*) FILTER (WHERE mon_type IS NOT NULL) AS clear_rate__den,
    CASE WHEN has_risk THEN COUNT(*) FILTER (WHERE risk_status = 'active' AND risk_1 = 'illness') END
        AS risk_cause_share__illness__num,
    CASE WHEN has_risk THEN COUNT(risk_1) FILTER (WHERE risk_status = 'active') END AS risk_cause_share__illness__den,
    CASE WHEN has_risk THEN COUNT(*) FILTER (WHERE risk_status = 'active' AND risk_1 = 'schooling') END
        AS risk_cause_share__schooling__num,
    CASE WHEN has_risk THEN COUNT(risk_1) FILTER (WHERE risk_status = 'active') END
        AS risk_cause_share__schooling__den,
    CASE WHEN has_risk THEN COUNT(*) FILTER (WHERE risk_status = 'active' AND risk_1 = 'disability') END
        AS risk_cause_share__disability__num,
    CASE WHEN has_risk THEN COUNT(risk_1) FILTER (WHERE risk_status = 'active') END
        AS risk_cause_share__disability__den,
    CASE WHEN has_risk THEN COUNT(*) FILTER (WHERE risk_status = 'active' AND risk_1 = 'natural_disaster') END
        AS risk_cause_share__natural_disaster__num,
    CASE WHEN has_risk THEN COUNT(risk_1) FILTER (WHERE risk_status = 'active') END
        AS risk_cause_share__natural_disaster__den,
    CASE WHEN has_risk THEN COUNT(*) FILTER (WHERE risk_status = 'active' AND risk_1 = 'accident') END
        AS risk_cause_share__accident__num,
    CASE WHEN has_risk THEN COUNT(risk_1) FILTER (WHERE risk_status = 'active') END AS risk_cause_share__accident__den,
    CASE WHEN has_risk THEN COUNT(*) FILTER (WHERE risk_status = 'active' AND risk_1 = 'industry_failure') END
        AS risk_cause_share__industry_failure__num,
    CASE WHEN has_risk THEN COUNT(risk_1) FILTER (WHERE risk_status = 'active') END
        AS risk_cause_share__industry_failure__den,
    CASE WHEN has_risk THEN COUNT(*) FILTER (WHERE risk_status = 'active' AND risk_1 = 'job_unstable') END
        AS risk_cause_share__job_unstable__num,
    CASE WHEN has_risk THEN COUNT(risk_1) FILTER (WHERE risk_status = 'active') END
        AS risk_cause_share__job_unstable__den,
    CASE WHEN has_risk THEN COUNT(*) FILTER (WHERE risk_status = 'active' AND risk_1 = 'no_labour') END
        AS risk_cause_share__no_labour__num,
    CASE WHEN has_risk THEN COUNT(risk_1) FILTER (WHERE risk_status = 'active') END
        AS risk_cause_share__no_labour__den,
    CASE WHEN has_risk THEN COUNT(*) FILTER (WHERE risk_status = 'active' AND risk_1 = 'housing') END
        AS risk_cause_share__housing__num,
    CASE WHEN has_risk THEN COUNT(risk_1) FILTER (WHERE risk_status = 'active') END AS risk_cause_share__housing__den,
    CASE WHEN has_risk THEN COUNT(*) FILTER (WHERE risk_status = 'active' AND risk_1 = 'water') END
        AS risk_cause_share__water__num,
    CASE WHEN has_risk THEN COUNT(risk_1) FILTER (WHERE risk_status = 'active') END AS risk_cause_share__water__den,
    CASE WHEN has_risk THEN COUNT(*) FILTER (WHERE risk_status = 'active' AND risk_1 = 'epidemic') END
        AS risk_cause_share__epidemic__num,
    CASE WHEN has_risk THEN COUNT(risk_1) FILTER (WHERE risk_status = 'active') END AS risk_cause_share__epidemic__den,
    CASE WHEN has_risk THEN COUNT(*) FILTER (WHERE risk_status = 'active' AND risk_1 = 'other') END
        AS risk_cause_share__other__num,
    CASE WHEN has_risk THEN COUNT(risk_1) FILTER (WHERE risk_status = 'active') END AS risk_cause_share__other__den,
    CASE WHEN has_contact THEN COUNT(contact_name) FILTER (WHERE risk_status = 'active') END AS contact_assigned__num,
    CASE WHEN has_contact THEN COUNT(*) FILTER (WHERE risk_status = 'active') END AS contact_assigned__den,
    COUNT(*) FILTER (
        WHERE
        risk_status = 'active'
        AND NOT is_no_labour
        AND identified_month < CAST(homes.stat_month - INTERVAL '12' MONTH AS DATE)
    ) AS months_active_priority_hh
FROM scoped.household_month AS homes
INNER JOIN filled ON homes.stat_month = filled.stat_month AND homes.town_code = filled.town_code
WHERE homes.stat_month BETWEEN $from_month AND $to_month
GROUP BY
    homes.stat_month,
    homes.town_code,
    homes.division_code,
    filled.has_risk,
    filled.has_contact
ORDER BY
    homes.stat_month,
    homes.division_code
