-- title:   线下农户, 按下一级区划
-- grain:   one row per township of a county, or per village of a township, that has a household below the line;
--          only areas of the viewer's own scope
-- params:  $area VARCHAR
--          $income_year INTEGER     status of the households is that of its December
--          $line_yuan DOUBLE
--          $month DATE              measures in force at this month's end
-- columns: area_code VARCHAR, area_name VARCHAR, hh BIGINT, persons BIGINT, alleviated_hh BIGINT,
--          alleviated_persons BIGINT, monitored_hh BIGINT, monitored_persons BIGINT, bare_hh BIGINT,
--          no_labour_hh BIGINT, no_labour_persons BIGINT
-- units:   hh = 户, persons = 人 of the income year; hh = alleviated + monitored; no_labour is not in hh;
--          bare = counted, and neither a measure in force nor one planned; NULL when the scope reported no measure
-- reads:   scoped.income_year, scoped.household_month, scoped.measure, scoped.division
WITH incomes AS (
    SELECT hh_id, division_code, persons_year, CAST(net_per_capita AS DOUBLE) AS net_pc
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
    SELECT DISTINCT hh_id
    FROM scoped.measure
    WHERE
        status = 'planned'
        OR (start_date < CAST($month + INTERVAL '1' MONTH AS DATE) AND (end_date IS NULL OR end_date >= $month))
),

below AS (
    SELECT
        SUBSTR(incomes.division_code, 1, LENGTH($area) + 3) AS area_code,
        december.pop_group,
        incomes.persons_year,
        helping.hh_id IS NULL AS is_bare
    FROM incomes
    INNER JOIN december ON incomes.hh_id = december.hh_id
    LEFT JOIN helping ON incomes.hh_id = helping.hh_id
    WHERE incomes.net_pc < $line_yuan AND december.pop_group <> 'not_listed'
),

counted AS (
    SELECT
        area_code,
        COUNT(*) FILTER (WHERE pop_group = 'alleviated') AS alleviated_hh,
        SUM(CASE WHEN pop_group = 'alleviated' THEN persons_year ELSE 0 END) AS alleviated_persons,
        COUNT(*) FILTER (WHERE pop_group = 'monitored') AS monitored_hh,
        SUM(CASE WHEN pop_group = 'monitored' THEN persons_year ELSE 0 END) AS monitored_persons,
        COUNT(*) FILTER (WHERE is_bare AND pop_group <> 'no_labour') AS bare_hh,
        COUNT(*) FILTER (WHERE pop_group = 'no_labour') AS no_labour_hh,
        SUM(CASE WHEN pop_group = 'no_labour' THEN persons_year ELSE 0 END) AS no_labour_persons
    FROM below
    GROUP BY area_code
),

reported AS (
    SELECT COUNT(*) AS measures
    FROM scoped.measure
)

SELECT
    counted.area_code,
    division.name AS area_name,
    counted.alleviated_hh + counted.monitored_hh AS hh,
    CAST(counted.alleviated_persons + counted.monitored_persons AS BIGINT) AS persons,
    counted.alleviated_hh,
    CAST(counted.alleviated_persons AS BIGINT) AS alleviated_persons,
    counted.monitored_hh,
    CAST(counted.monitored_persons AS BIGINT) AS monitored_persons,
    CASE WHEN reported.measures > 0 THEN counted.bare_hh END AS bare_hh,
    counted.no_labour_hh,
    CAST(counted.no_labour_persons AS BIGINT) AS no_labour_persons
FROM counted
CROSS JOIN reported
LEFT JOIN scoped.division AS division ON counted.area_code = division.division_code
ORDER BY hh DESC, counted.area_code ASC
