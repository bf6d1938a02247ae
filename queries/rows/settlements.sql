-- title:   医疗费用背后的每一次结算
-- grain:   one row per settlement of the year so far
-- params:  $area VARCHAR, $month DATE
--          $indicator VARCHAR?      an id of stays in hospital: what it counts, or its numerator
--          $kind VARCHAR?           a kind of settlement, 'all' for every one
--          $state VARCHAR?          one_stop: 一站式结清的; one_stop_told: 填了是否一站式的
-- columns: hh_key VARCHAR, village_name VARCHAR, settle_date DATE, settle_name VARCHAR, total DOUBLE,
--          policy_range DOUBLE, within_policy DOUBLE, supplement DOUBLE, repaid DOUBLE, self_paid DOUBLE,
--          one_stop BOOLEAN, amount DOUBLE, dropped_by VARCHAR
-- units:   money = 元; within_policy = basic, major and assistance; repaid = total - self_paid; amount = 1 a bill, or
--          the 元 where the id counts money
-- reads:   scoped.medical_settlement, scoped.division
WITH outside AS (
    SELECT division_code
    FROM scoped.division
    WHERE
        level = 4
        AND NOT in_county_total
        AND LENGTH($area) = 6
)

SELECT
    m.hh_key,
    v.name AS village_name,
    m.settle_date,
    CASE m.kind WHEN 'inpatient' THEN '住院' ELSE '门诊慢特病' END AS settle_name,
    CAST(m.total AS DOUBLE) AS total,
    CAST(m.policy_range AS DOUBLE) AS policy_range,
    CAST(m.basic + m.major + m.assist AS DOUBLE) AS within_policy,
    CAST(m.supplement AS DOUBLE) AS supplement,
    CAST(m.total - m.self_paid AS DOUBLE) AS repaid,
    CAST(m.self_paid AS DOUBLE) AS self_paid,
    m.one_stop,
    CASE
        WHEN $indicator LIKE 'inpatient_total_cost%' THEN CAST(m.total AS DOUBLE)
        WHEN
            $indicator LIKE 'inpatient_reimbursed%' OR $indicator LIKE 'overall_reimb_rate%'
            THEN CAST(m.total - m.self_paid AS DOUBLE)
        WHEN $indicator LIKE 'policy_range_reimb_rate%' THEN CAST(m.basic + m.major + m.assist AS DOUBLE)
        ELSE 1.0E0
    END AS amount,
    CASE
        WHEN $indicator IS NOT NULL AND m.kind <> 'inpatient' THEN 'not_inpatient'
        WHEN $indicator LIKE 'one_stop%' AND m.one_stop IS NULL THEN 'one_stop_untold'
        WHEN $indicator LIKE 'one_stop%' AND NOT m.one_stop THEN 'not_one_stop'
    END AS dropped_by
FROM scoped.medical_settlement AS m
LEFT JOIN scoped.division AS v ON m.division_code = v.division_code
WHERE
    m.settle_date >= CAST(DATE_TRUNC('year', CAST($month AS DATE)) AS DATE)
    AND m.settle_date < CAST($month + INTERVAL '1' MONTH AS DATE)
    AND m.division_code LIKE $area || '%'
    AND m.town_code NOT IN (SELECT o.division_code FROM outside AS o)
    AND ($kind IS NULL OR $kind IN ('all', m.kind))
    AND (
        $state IS NULL
        OR ($state = 'one_stop' AND m.one_stop)
        OR ($state = 'one_stop_told' AND m.one_stop IS NOT NULL)
    )
ORDER BY
    m.settle_date,
    m.settlement_id
