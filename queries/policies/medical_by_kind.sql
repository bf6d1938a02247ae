-- title:   医疗费用结算: 总费用、各项报销、自付, 两个报销比例和各自的基数
-- grain:   one row per kind of settlement of the year so far, then 'all' when there are two kinds
-- params:  $area VARCHAR, $month DATE
-- columns: kind VARCHAR, bills BIGINT, persons BIGINT, total DOUBLE, policy_range DOUBLE, basic DOUBLE, major DOUBLE,
--          assist DOUBLE, supplement DOUBLE, self_paid DOUBLE, within_policy DOUBLE, repaid DOUBLE,
--          policy_rate DOUBLE, overall_rate DOUBLE, one_stop BIGINT, one_stop_told BIGINT, one_stop_rate DOUBLE
-- units:   bills = 人次, persons = 人; money = 元; within_policy = basic + major + assist, policy_rate = within_policy /
--          policy_range; repaid = total - self_paid, overall_rate = repaid / total; one_stop of one_stop_told bills
-- reads:   scoped.medical_settlement, scoped.division
WITH outside AS (
    SELECT division_code
    FROM scoped.division
    WHERE
        level = 4
        AND NOT in_county_total
        AND LENGTH($area) = 6
),

bills AS (
    SELECT
        kind,
        person_id,
        total,
        policy_range,
        basic,
        major,
        assist,
        supplement,
        self_paid,
        one_stop
    FROM scoped.medical_settlement
    WHERE
        settle_date >= CAST(DATE_TRUNC('year', CAST($month AS DATE)) AS DATE)
        AND settle_date < CAST($month + INTERVAL '1' MONTH AS DATE)
        AND division_code LIKE $area || '%'
        AND town_code NOT IN (SELECT o.division_code FROM outside AS o)
),

doubled AS (
    SELECT
        kind,
        person_id,
        total,
        policy_range,
        basic,
        major,
        assist,
        supplement,
        self_paid,
        one_stop
    FROM bills
    UNION ALL
    SELECT
        'all' AS kind,
        person_id,
        total,
        policy_range,
        basic,
        major,
        assist,
        supplement,
        self_paid,
        one_stop
    FROM bills
),

sums AS (
    SELECT
        kind,
        COUNT(*) AS bills,
        COUNT(DISTINCT person_id) AS persons,
        CAST(SUM(total) AS DOUBLE) AS total,
        CAST(SUM(policy_range) AS DOUBLE) AS policy_range,
        CAST(SUM(basic) AS DOUBLE) AS basic,
        CAST(SUM(major) AS DOUBLE) AS major,
        CAST(SUM(assist) AS DOUBLE) AS assist,
        CAST(SUM(supplement) AS DOUBLE) AS supplement,
        CAST(SUM(self_paid) AS DOUBLE) AS self_paid,
        COUNT(CASE WHEN one_stop THEN 1 END) AS one_stop,
        COUNT(one_stop) AS one_stop_told
    FROM doubled
    GROUP BY kind
)

SELECT
    kind,
    CAST(bills AS BIGINT) AS bills,
    CAST(persons AS BIGINT) AS persons,
    total,
    policy_range,
    basic,
    major,
    assist,
    supplement,
    self_paid,
    basic + major + assist AS within_policy,
    total - self_paid AS repaid,
    (basic + major + assist) / NULLIF(policy_range, 0) AS policy_rate,
    (total - self_paid) / NULLIF(total, 0) AS overall_rate,
    CAST(one_stop AS BIGINT) AS one_stop,
    CAST(one_stop_told AS BIGINT) AS one_stop_told,
    CAST(one_stop AS DOUBLE) / NULLIF(one_stop_told, 0) AS one_stop_rate
FROM sums
ORDER BY CASE kind WHEN 'inpatient' THEN 1 WHEN 'all' THEN 3 ELSE 2 END
