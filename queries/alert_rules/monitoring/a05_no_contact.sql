-- title:   未消除风险户没有监测联系人，或脱贫户没有帮扶责任人
-- grain:   one row per household and month; townships that tell no contacts (helpers) at all are left out
-- params:  $since DATE, $until DATE
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, hh_key VARCHAR, object_key VARCHAR, since DATE,
--          due_at DATE, severity VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   since = the first month of the present run
-- reads:   scoped.household_month
WITH -- The months that a township reported, numbered: a month that is not there does not break a run.
reported AS (
    SELECT
        town_code,
        stat_month,
        ROW_NUMBER() OVER (PARTITION BY town_code ORDER BY stat_month) AS month_no
    FROM scoped.household_month
    WHERE stat_month <= $until
    GROUP BY
        town_code,
        stat_month
),

filled AS (
    SELECT
        stat_month,
        town_code,
        COUNT(contact_name) > 0 AS has_contact,
        COUNT(helper_id) > 0 AS has_helper
    FROM scoped.household_month
    WHERE stat_month <= $until
    GROUP BY
        stat_month,
        town_code
),

lacking AS (
    SELECT
        home.stat_month,
        home.town_code,
        home.division_code,
        home.hh_key,
        CASE
            WHEN filled.has_contact AND home.risk_status = 'active' AND home.contact_name IS NULL THEN 'contact'
            ELSE 'helper'
        END AS what
    FROM scoped.household_month AS home
    INNER JOIN filled ON home.stat_month = filled.stat_month AND home.town_code = filled.town_code
    WHERE
        home.stat_month <= $until
        AND (
            (filled.has_contact AND home.risk_status = 'active' AND home.contact_name IS NULL)
            OR (filled.has_helper AND home.hh_type = 'alleviated' AND home.helper_id IS NULL)
        )
),

numbered AS (
    SELECT
        lacking.stat_month, lacking.town_code, lacking.division_code, lacking.hh_key, lacking.what,
        reported.month_no
        - ROW_NUMBER() OVER (PARTITION BY lacking.town_code, lacking.hh_key ORDER BY lacking.stat_month) AS run_no
    FROM lacking
    INNER JOIN reported ON lacking.town_code = reported.town_code AND lacking.stat_month = reported.stat_month
),

runs AS (
    SELECT
        stat_month, town_code, division_code, hh_key, what,
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
    'orange' AS severity,
    CAST(NULL AS VARCHAR) AS said,
    what AS wanted
FROM runs
WHERE stat_month >= $since
ORDER BY
    stat_month,
    hh_key
