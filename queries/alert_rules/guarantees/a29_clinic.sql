-- title:   没有村卫生室又没有免建原因的村，和卫生室不达标的村
-- grain:   one row per village and month of a year told so
-- params:  $since DATE, $until DATE
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, hh_key VARCHAR, object_key VARCHAR, since DATE,
--          due_at DATE, severity VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   since = 1 January of the first year of the present run
-- reads:   scoped.household_month, scoped.clinic
WITH months AS (
    SELECT
        stat_month,
        CAST(stat_month + INTERVAL '1' MONTH AS DATE) AS next_month,
        EXTRACT(YEAR FROM stat_month) AS year_no,
        EXTRACT(MONTH FROM stat_month) AS month_no
    FROM scoped.household_month
    WHERE stat_month BETWEEN $since AND $until
    GROUP BY stat_month
),

wrong AS (
    SELECT
        town_code,
        division_code,
        year,
        CASE WHEN clinics = 0 THEN 'none' ELSE 'standard' END AS what,
        year - ROW_NUMBER() OVER (PARTITION BY division_code ORDER BY year) AS run_no
    FROM scoped.clinic
    WHERE (clinics = 0 AND exempt_reason IS NULL) OR (clinics > 0 AND NOT standard_ok)
),

runs AS (
    SELECT
        town_code,
        division_code,
        year,
        what,
        MIN(year) OVER (PARTITION BY division_code, run_no) AS first_year
    FROM wrong
)

SELECT
    months.stat_month,
    runs.town_code,
    runs.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    runs.division_code AS object_key,
    CAST(CONCAT(CAST(runs.first_year AS VARCHAR), '-01-01') AS DATE) AS since,
    CAST(NULL AS DATE) AS due_at,
    'yellow' AS severity,
    CAST(NULL AS VARCHAR) AS said,
    runs.what AS wanted
FROM months
INNER JOIN runs ON months.year_no = runs.year
ORDER BY
    months.stat_month,
    runs.division_code
