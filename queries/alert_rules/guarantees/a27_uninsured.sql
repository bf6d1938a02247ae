-- title:   有人没有参加基本医疗保险的户
-- grain:   one row per household of the person table (alleviated or monitored) and month, in townships that tell
--          insurance
-- params:  $since DATE, $until DATE
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, hh_key VARCHAR, object_key VARCHAR, since DATE,
--          due_at DATE, severity VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   since = the first month of the present run; said = persons whose insurance is told, as none
-- reads:   scoped.person_month
WITH -- The months that a township reported, numbered: a month that is not there does not break a run.
reported AS (
    SELECT
        town_code,
        stat_month,
        ROW_NUMBER() OVER (PARTITION BY town_code ORDER BY stat_month) AS month_no
    FROM scoped.person_month
    WHERE stat_month <= $until
    GROUP BY
        town_code,
        stat_month
),

uninsured AS (
    SELECT
        stat_month,
        town_code,
        division_code,
        hh_key,
        COUNT(*) AS persons
    FROM scoped.person_month
    WHERE
        in_household
        AND (insured_resident IS NOT NULL OR insured_employee IS NOT NULL)
        AND NOT COALESCE(insured_resident, FALSE)
        AND NOT COALESCE(insured_employee, FALSE)
        AND stat_month <= $until
    GROUP BY
        stat_month,
        town_code,
        division_code,
        hh_key
),

numbered AS (
    SELECT
        uninsured.stat_month, uninsured.town_code, uninsured.division_code, uninsured.hh_key, uninsured.persons,
        reported.month_no
        - ROW_NUMBER() OVER (PARTITION BY uninsured.town_code, uninsured.hh_key ORDER BY uninsured.stat_month) AS run_no
    FROM uninsured
    INNER JOIN reported ON uninsured.town_code = reported.town_code AND uninsured.stat_month = reported.stat_month
),

runs AS (
    SELECT
        stat_month, town_code, division_code, hh_key, persons,
        MIN(stat_month) OVER (PARTITION BY town_code, hh_key, run_no) AS run_start
    FROM numbered
)

SELECT
    stat_month,
    town_code,
    division_code,
    hh_key,
    hh_key AS object_key,
    run_start AS since,
    CAST(NULL AS DATE) AS due_at,
    'red' AS severity,
    CAST(persons AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM runs
WHERE stat_month >= $since
ORDER BY
    stat_month,
    hh_key
