-- title:   各乡镇各表每月已封存的行数
-- grain:   one row per table, township and month that holds any row; a yearly table's month is the December of its year
-- params:  $from_month DATE, $to_month DATE
-- columns: data_table VARCHAR, town_code VARCHAR, stat_month DATE, rows_held BIGINT
-- units:   行; nothing reported is no row, never 0
-- reads:   scoped.household_month, scoped.person_month, scoped.household_visit, scoped.employment_month,
--          scoped.team_attendance, scoped.living_environment, scoped.benefit, scoped.disbursement,
--          scoped.medical_settlement, scoped.water_supply, scoped.income_year, scoped.village_profile,
--          scoped.asset_income, scoped.education_aid, scoped.industry_project_hh, scoped.collective_economy,
--          scoped.clinic
WITH held AS (
    SELECT
        'household_month' AS data_table,
        town_code,
        stat_month,
        COUNT(*) AS rows_held
    FROM scoped.household_month
    WHERE stat_month BETWEEN $from_month AND $to_month
    GROUP BY
        town_code,
        stat_month

    UNION ALL

    SELECT
        'person_month' AS data_table,
        town_code,
        stat_month,
        COUNT(*) AS rows_held
    FROM scoped.person_month
    WHERE stat_month BETWEEN $from_month AND $to_month
    GROUP BY
        town_code,
        stat_month

    UNION ALL

    SELECT
        'household_visit' AS data_table,
        town_code,
        visit_month AS stat_month,
        COUNT(*) AS rows_held
    FROM scoped.household_visit
    WHERE visit_month BETWEEN $from_month AND $to_month
    GROUP BY
        town_code,
        visit_month

    UNION ALL

    SELECT
        'employment_month' AS data_table,
        town_code,
        stat_month,
        COUNT(*) AS rows_held
    FROM scoped.employment_month
    WHERE stat_month BETWEEN $from_month AND $to_month
    GROUP BY
        town_code,
        stat_month

    UNION ALL

    SELECT
        'team_attendance' AS data_table,
        town_code,
        attend_month AS stat_month,
        COUNT(*) AS rows_held
    FROM scoped.team_attendance
    WHERE attend_month BETWEEN $from_month AND $to_month
    GROUP BY
        town_code,
        attend_month

    UNION ALL

    SELECT
        'living_environment' AS data_table,
        town_code,
        report_month AS stat_month,
        COUNT(*) AS rows_held
    FROM scoped.living_environment
    WHERE report_month BETWEEN $from_month AND $to_month
    GROUP BY
        town_code,
        report_month

    UNION ALL

    SELECT
        'benefit' AS data_table,
        town_code,
        pay_month AS stat_month,
        COUNT(*) AS rows_held
    FROM scoped.benefit
    WHERE pay_month BETWEEN $from_month AND $to_month
    GROUP BY
        town_code,
        pay_month

    UNION ALL

    SELECT
        'disbursement' AS data_table,
        town_code,
        CAST(SUBSTR(CAST(pay_date AS VARCHAR), 1, 7) || '-01' AS DATE) AS stat_month,
        COUNT(*) AS rows_held
    FROM scoped.disbursement
    WHERE
        pay_date >= $from_month
        AND pay_date < CAST($to_month + INTERVAL '1' MONTH AS DATE)
    GROUP BY
        town_code,
        CAST(SUBSTR(CAST(pay_date AS VARCHAR), 1, 7) || '-01' AS DATE)

    UNION ALL

    SELECT
        'medical_settlement' AS data_table,
        town_code,
        CAST(SUBSTR(CAST(settle_date AS VARCHAR), 1, 7) || '-01' AS DATE) AS stat_month,
        COUNT(*) AS rows_held
    FROM scoped.medical_settlement
    WHERE
        settle_date >= $from_month
        AND settle_date < CAST($to_month + INTERVAL '1' MONTH AS DATE)
    GROUP BY
        town_code,
        CAST(SUBSTR(CAST(settle_date AS VARCHAR), 1, 7) || '-01' AS DATE)

    UNION ALL

    SELECT
        'water_supply' AS data_table,
        town_code,
        CAST(SUBSTR(CAST(check_date AS VARCHAR), 1, 7) || '-01' AS DATE) AS stat_month,
        COUNT(*) AS rows_held
    FROM scoped.water_supply
    WHERE
        check_date >= $from_month
        AND check_date < CAST($to_month + INTERVAL '1' MONTH AS DATE)
    GROUP BY
        town_code,
        CAST(SUBSTR(CAST(check_date AS VARCHAR), 1, 7) || '-01' AS DATE)

    UNION ALL

    SELECT
        'income_year' AS data_table,
        town_code,
        CAST(CAST(income_year AS VARCHAR) || '-12-01' AS DATE) AS stat_month,
        COUNT(*) AS rows_held
    FROM scoped.income_year
    WHERE income_year BETWEEN EXTRACT(YEAR FROM $from_month) AND EXTRACT(YEAR FROM $to_month)
    GROUP BY
        town_code,
        income_year

    UNION ALL

    SELECT
        'village_profile' AS data_table,
        town_code,
        CAST(CAST(year AS VARCHAR) || '-12-01' AS DATE) AS stat_month,
        COUNT(*) AS rows_held
    FROM scoped.village_profile
    WHERE year BETWEEN EXTRACT(YEAR FROM $from_month) AND EXTRACT(YEAR FROM $to_month)
    GROUP BY
        town_code,
        year

    UNION ALL

    SELECT
        'asset_income' AS data_table,
        town_code,
        CAST(CAST(year AS VARCHAR) || '-12-01' AS DATE) AS stat_month,
        COUNT(*) AS rows_held
    FROM scoped.asset_income
    WHERE year BETWEEN EXTRACT(YEAR FROM $from_month) AND EXTRACT(YEAR FROM $to_month)
    GROUP BY
        town_code,
        year

    UNION ALL

    SELECT
        'education_aid' AS data_table,
        town_code,
        CAST(CAST(year AS VARCHAR) || '-12-01' AS DATE) AS stat_month,
        COUNT(*) AS rows_held
    FROM scoped.education_aid
    WHERE year BETWEEN EXTRACT(YEAR FROM $from_month) AND EXTRACT(YEAR FROM $to_month)
    GROUP BY
        town_code,
        year

    UNION ALL

    SELECT
        'industry_project_hh' AS data_table,
        town_code,
        CAST(CAST(year AS VARCHAR) || '-12-01' AS DATE) AS stat_month,
        COUNT(*) AS rows_held
    FROM scoped.industry_project_hh
    WHERE year BETWEEN EXTRACT(YEAR FROM $from_month) AND EXTRACT(YEAR FROM $to_month)
    GROUP BY
        town_code,
        year

    UNION ALL

    SELECT
        'collective_economy' AS data_table,
        town_code,
        CAST(CAST(year AS VARCHAR) || '-12-01' AS DATE) AS stat_month,
        COUNT(*) AS rows_held
    FROM scoped.collective_economy
    WHERE year BETWEEN EXTRACT(YEAR FROM $from_month) AND EXTRACT(YEAR FROM $to_month)
    GROUP BY
        town_code,
        year

    UNION ALL

    SELECT
        'clinic' AS data_table,
        town_code,
        CAST(CAST(year AS VARCHAR) || '-12-01' AS DATE) AS stat_month,
        COUNT(*) AS rows_held
    FROM scoped.clinic
    WHERE year BETWEEN EXTRACT(YEAR FROM $from_month) AND EXTRACT(YEAR FROM $to_month)
    GROUP BY
        town_code,
        year
)

SELECT
    data_table,
    town_code,
    stat_month,
    CAST(rows_held AS BIGINT) AS rows_held
FROM held
WHERE stat_month BETWEEN $from_month AND $to_month
ORDER BY
    data_table,
    town_code,
    stat_month
