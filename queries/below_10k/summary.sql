-- title:   线下户数和人数, 有无措施, 以及不计入的户
-- grain:   one row per group, whether or not it has a household: counted (alleviated and monitored together), the two,
--          and the two that are left out and said (no_labour, not_listed)
-- params:  $area VARCHAR
--          $income_year INTEGER     status of the households is that of its December
--          $line_yuan DOUBLE        below means less than
--          $month DATE              measures in force at this month's end
-- columns: group_no INTEGER, pop_group VARCHAR, hh BIGINT, persons BIGINT, helped_hh BIGINT, planned_hh BIGINT,
--          bare_hh BIGINT
-- units:   hh = 户, persons = 人 of the income year; helped = with a measure in force, planned = none in force but one
--          planned, bare = neither; these NULL when the scope reported no measure at all
-- reads:   scoped.income_year, scoped.household_month, scoped.measure
WITH incomes AS (
    SELECT hh_id, persons_year, CAST(net_per_capita AS DOUBLE) AS net_pc
    FROM scoped.income_year
    WHERE
        income_year = $income_year
        AND window_type <> 'rolling_12m_before_event'
        AND division_code LIKE $area || '%'
),

december AS (
    SELECT
        hh_id,
        CASE
            WHEN is_no_labour THEN 'no_labour'
            WHEN mon_type IS NOT NULL THEN 'monitored'
            WHEN hh_type = 'alleviated' THEN 'alleviated'
            ELSE 'not_listed'
        END AS pop_group
    FROM scoped.household_month
    WHERE stat_month = CAST(CAST($income_year AS VARCHAR) || '-12-01' AS DATE)
),

helping AS (
    SELECT
        hh_id,
        MAX(CASE WHEN status = 'planned' THEN 0 ELSE 1 END) AS is_in_force
    FROM scoped.measure
    WHERE
        status = 'planned'
        OR (start_date < CAST($month + INTERVAL '1' MONTH AS DATE) AND (end_date IS NULL OR end_date >= $month))
    GROUP BY hh_id
),

below AS (
    SELECT
        COALESCE(december.pop_group, 'not_listed') AS pop_group,
        incomes.persons_year,
        helping.is_in_force
    FROM incomes
    LEFT JOIN december ON incomes.hh_id = december.hh_id
    LEFT JOIN helping ON incomes.hh_id = helping.hh_id
    WHERE incomes.net_pc < $line_yuan
),

reported AS (
    SELECT COUNT(*) AS measures
    FROM scoped.measure
)

SELECT
    pop_groups.group_no,
    pop_groups.pop_group,
    COUNT(below.persons_year) AS hh,
    CAST(COALESCE(SUM(below.persons_year), 0) AS BIGINT) AS persons,
    CASE
        WHEN MAX(reported.measures) > 0 THEN COUNT(below.persons_year) FILTER (WHERE below.is_in_force = 1)
    END AS helped_hh,
    CASE
        WHEN MAX(reported.measures) > 0 THEN COUNT(below.persons_year) FILTER (WHERE below.is_in_force = 0)
    END AS planned_hh,
    CASE
        WHEN MAX(reported.measures) > 0 THEN COUNT(below.persons_year) FILTER (WHERE below.is_in_force IS NULL)
    END AS bare_hh
FROM (
    VALUES
    (1, 'counted', 'alleviated'),
    (1, 'counted', 'monitored'),
    (2, 'alleviated', 'alleviated'),
    (3, 'monitored', 'monitored'),
    (4, 'no_labour', 'no_labour'),
    (5, 'not_listed', 'not_listed')
) AS pop_groups (group_no, pop_group, part)
CROSS JOIN reported
LEFT JOIN below ON pop_groups.part = below.pop_group
GROUP BY pop_groups.group_no, pop_groups.pop_group
ORDER BY pop_groups.group_no
