-- title:   家庭医生签约: 应签与已签, 按人群
-- grain:   one row per group of people who are to have a contract of the year, then 'all'
-- params:  $area VARCHAR, $month DATE
-- columns: target_group VARCHAR, target BIGINT, signed BIGINT, unsigned BIGINT, sign_rate DOUBLE, services BIGINT
-- units:   人; signed by the month's end; sign_rate = signed of target, 0..1; services = 次 of the year, NULL when
--          nobody told
-- reads:   scoped.doctor_contract, scoped.division
WITH outside AS (
    SELECT division_code
    FROM scoped.division
    WHERE
        level = 4
        AND NOT in_county_total
        AND LENGTH($area) = 6
),

found AS (
    SELECT
        target_group,
        CASE WHEN signed_at < CAST($month + INTERVAL '1' MONTH AS DATE) THEN 1 ELSE 0 END AS is_signed,
        services
    FROM scoped.doctor_contract
    WHERE
        year = EXTRACT(YEAR FROM CAST($month AS DATE))
        AND division_code LIKE $area || '%'
        AND town_code NOT IN (SELECT o.division_code FROM outside AS o)
),

doubled AS (
    SELECT
        target_group,
        is_signed,
        services
    FROM found
    UNION ALL
    SELECT
        'all' AS target_group,
        is_signed,
        services
    FROM found
)

SELECT
    target_group,
    CAST(COUNT(*) AS BIGINT) AS target,
    CAST(SUM(is_signed) AS BIGINT) AS signed,
    CAST(SUM(1 - is_signed) AS BIGINT) AS unsigned,
    CAST(SUM(is_signed) AS DOUBLE) / NULLIF(COUNT(*), 0) AS sign_rate,
    CAST(SUM(services) AS BIGINT) AS services
FROM doubled
GROUP BY target_group
ORDER BY
    CASE WHEN target_group = 'all' THEN 1 ELSE 0 END,
    target_group
