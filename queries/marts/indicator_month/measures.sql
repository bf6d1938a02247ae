-- title:   帮扶措施: 开发式帮扶覆盖和风险措施匹配, 按村和月
-- grain:   one row per village and month with active households, in townships that report measures
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, dev_measure_rate__num BIGINT,
--          dev_measure_rate__den BIGINT, risk_measure_match__num BIGINT, risk_measure_match__den BIGINT
-- units:   dev_measure_rate = 户 with labour; risk_measure_match = risks of the five kinds with a matching measure;
--          a measure counts from its start, planned ones do not
-- reads:   scoped.household_month, scoped.measure
WITH active AS (
    SELECT
        stat_month,
        town_code,
        division_code,
        hh_id,
        is_no_labour,
        risk_1,
        risk_2,
        risk_3,
        risk_4,
        risk_5
    FROM scoped.household_month
    WHERE
        stat_month BETWEEN $from_month AND $to_month
        AND risk_status = 'active'
),

reporting AS (
    SELECT
        town_code,
        MIN(start_date) AS first_day
    FROM scoped.measure
    GROUP BY town_code
),

-- What kinds of help a household had by the end of each month.
helped AS (
    SELECT
        active.stat_month,
        active.hh_id,
        COUNT(*) FILTER (WHERE help.category IN ('industry', 'employment', 'finance', 'public_post')) AS developmental,
        COUNT(*) FILTER (WHERE help.category IN ('health', 'social')) AS for_illness,
        COUNT(*) FILTER (WHERE help.category IN ('education', 'compulsory', 'social')) AS for_schooling,
        COUNT(*) FILTER (WHERE help.category IN ('comprehensive', 'social')) AS for_disability,
        COUNT(*) FILTER (WHERE help.category IN ('housing', 'relocation')) AS for_housing,
        COUNT(*) FILTER (WHERE help.category = 'water') AS for_water
    FROM active
    INNER JOIN scoped.measure AS help
        ON
            active.hh_id = help.hh_id
            AND help.status <> 'planned'
            AND help.start_date < CAST(active.stat_month + INTERVAL '1' MONTH AS DATE)
    GROUP BY
        active.stat_month,
        active.hh_id
),

risks AS (
    SELECT stat_month, hh_id, risk_1 AS risk FROM active
    UNION ALL
    SELECT stat_month, hh_id, risk_2 AS risk FROM active
    UNION ALL
    SELECT stat_month, hh_id, risk_3 AS risk FROM active
    UNION ALL
    SELECT stat_month, hh_id, risk_4 AS risk FROM active
    UNION ALL
    SELECT stat_month, hh_id, risk_5 AS risk FROM active
),

matched AS (
    SELECT
        risks.stat_month,
        risks.hh_id,
        COUNT(*) AS risks,
        COUNT(*) FILTER (
            WHERE
            (risks.risk = 'illness' AND helped.for_illness > 0)
            OR (risks.risk = 'schooling' AND helped.for_schooling > 0)
            OR (risks.risk = 'disability' AND helped.for_disability > 0)
            OR (risks.risk = 'housing' AND helped.for_housing > 0)
            OR (risks.risk = 'water' AND helped.for_water > 0)
        ) AS met
    FROM risks
    LEFT JOIN helped ON risks.stat_month = helped.stat_month AND risks.hh_id = helped.hh_id
    WHERE risks.risk IN ('illness', 'schooling', 'disability', 'housing', 'water')
    GROUP BY
        risks.stat_month,
        risks.hh_id
)

SELECT
    active.stat_month,
    active.town_code,
    active.division_code,
    COUNT(*) FILTER (WHERE NOT active.is_no_labour AND helped.developmental > 0) AS dev_measure_rate__num,
    COUNT(*) FILTER (WHERE NOT active.is_no_labour) AS dev_measure_rate__den,
    CAST(SUM(COALESCE(matched.met, 0)) AS BIGINT) AS risk_measure_match__num,
    CAST(SUM(COALESCE(matched.risks, 0)) AS BIGINT) AS risk_measure_match__den
FROM active
INNER JOIN reporting
    ON
        active.town_code = reporting.town_code
        AND reporting.first_day < CAST(active.stat_month + INTERVAL '1' MONTH AS DATE)
LEFT JOIN helped ON active.stat_month = helped.stat_month AND active.hh_id = helped.hh_id
LEFT JOIN matched ON active.stat_month = matched.stat_month AND active.hh_id = matched.hh_id
GROUP BY
    active.stat_month,
    active.town_code,
    active.division_code
ORDER BY
    active.stat_month,
    active.division_code
