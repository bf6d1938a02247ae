-- title:   收到的数据行数, 按表、下级区域和月 (错误率的分母)
-- grain:   one row per table, child area and month with any row
-- params:  $area VARCHAR                    county: its townships; township: its villages; village: itself
--          $from_month DATE, $month DATE    both ends included
-- columns: table_name VARCHAR, area_code VARCHAR, stat_month DATE, row_count BIGINT
-- units:   row_count = 行; a table of years stands in the December of its year; a table without a month (projects,
--          assets, cases) has no stat_month: its rows as they stand; rows without a village stand under their township
-- reads:   scoped.household_month, scoped.person_month, scoped.income_year, scoped.identification_case,
--          scoped.case_event, scoped.measure, scoped.household_visit, scoped.screening_result, scoped.project,
--          scoped.disbursement, scoped.fund_allocation, scoped.asset, scoped.employment_month, scoped.public_post,
--          scoped.village_profile, scoped.clearance, scoped.asset_income, scoped.education_aid,
--          scoped.medical_settlement, scoped.microloan, scoped.benefit, scoped.industry_project_hh,
--          scoped.insurance_claim, scoped.disaster_household, scoped.issue_rectification, scoped.work_team,
--          scoped.work_team_member, scoped.team_attendance, scoped.assessment, scoped.collective_economy,
--          scoped.living_environment, scoped.water_supply, scoped.clinic, scoped.department_warning
WITH counted AS (
    SELECT
        'household_month' AS table_name,
        CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END AS area_code,
        stat_month,
        COUNT(*) AS row_count
    FROM scoped.household_month
    WHERE
        stat_month BETWEEN $from_month AND $month
        AND (LENGTH($area) = 6 OR town_code = $area OR division_code = $area)
    GROUP BY
        CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END,
        stat_month
    UNION ALL
    SELECT
        'person_month' AS table_name,
        CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END AS area_code,
        stat_month,
        COUNT(*) AS row_count
    FROM scoped.person_month
    WHERE
        stat_month BETWEEN $from_month AND $month
        AND (LENGTH($area) = 6 OR town_code = $area OR division_code = $area)
    GROUP BY
        CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END,
        stat_month
    UNION ALL
    SELECT
        'income_year' AS table_name,
        CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END AS area_code,
        CAST(CONCAT(CAST(income_year AS VARCHAR), '-12-01') AS DATE) AS stat_month,
        COUNT(*) AS row_count
    FROM scoped.income_year
    WHERE
        income_year BETWEEN EXTRACT(YEAR FROM $from_month) AND EXTRACT(YEAR FROM $month)
        AND (LENGTH($area) = 6 OR town_code = $area OR division_code = $area)
    GROUP BY
        CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END,
        CAST(CONCAT(CAST(income_year AS VARCHAR), '-12-01') AS DATE)
    UNION ALL
    SELECT
        'identification_case' AS table_name,
        CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END AS area_code,
        CAST(NULL AS DATE) AS stat_month,
        COUNT(*) AS row_count
    FROM scoped.identification_case
    WHERE LENGTH($area) = 6 OR town_code = $area OR division_code = $area
    GROUP BY CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END
    UNION ALL
    SELECT
        'case_event' AS table_name,
        town_code AS area_code,
        CAST(NULL AS DATE) AS stat_month,
        COUNT(*) AS row_count
    FROM scoped.case_event
    WHERE LENGTH($area) = 6 OR town_code = $area
    GROUP BY town_code
    UNION ALL
    SELECT
        'measure' AS table_name,
        CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END AS area_code,
        CAST(NULL AS DATE) AS stat_month,
        COUNT(*) AS row_count
    FROM scoped.measure
    WHERE LENGTH($area) = 6 OR town_code = $area OR division_code = $area
    GROUP BY CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END
    UNION ALL
    SELECT
        'household_visit' AS table_name,
        CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END AS area_code,
        visit_month AS stat_month,
        COUNT(*) AS row_count
    FROM scoped.household_visit
    WHERE
        visit_month BETWEEN $from_month AND $month
        AND (LENGTH($area) = 6 OR town_code = $area OR division_code = $area)
    GROUP BY
        CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END,
        visit_month
    UNION ALL
    SELECT
        'screening_result' AS table_name,
        CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END AS area_code,
        CAST(NULL AS DATE) AS stat_month,
        COUNT(*) AS row_count
    FROM scoped.screening_result
    WHERE LENGTH($area) = 6 OR town_code = $area OR division_code = $area
    GROUP BY CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END
    UNION ALL
    SELECT
        'project' AS table_name,
        CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END AS area_code,
        CAST(NULL AS DATE) AS stat_month,
        COUNT(*) AS row_count
    FROM scoped.project
    WHERE LENGTH($area) = 6 OR town_code = $area OR division_code = $area
    GROUP BY CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END
    UNION ALL
    SELECT
        'disbursement' AS table_name,
        town_code AS area_code,
        CAST(NULL AS DATE) AS stat_month,
        COUNT(*) AS row_count
    FROM scoped.disbursement
    WHERE LENGTH($area) = 6 OR town_code = $area
    GROUP BY town_code
    UNION ALL
    SELECT
        'fund_allocation' AS table_name,
        town_code AS area_code,
        CAST(NULL AS DATE) AS stat_month,
        COUNT(*) AS row_count
    FROM scoped.fund_allocation
    WHERE LENGTH($area) = 6 OR town_code = $area
    GROUP BY town_code
    UNION ALL
    SELECT
        'asset' AS table_name,
        CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END AS area_code,
        CAST(NULL AS DATE) AS stat_month,
        COUNT(*) AS row_count
    FROM scoped.asset
    WHERE LENGTH($area) = 6 OR town_code = $area OR division_code = $area
    GROUP BY CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END
    UNION ALL
    SELECT
        'employment_month' AS table_name,
        CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END AS area_code,
        stat_month,
        COUNT(*) AS row_count
    FROM scoped.employment_month
    WHERE
        stat_month BETWEEN $from_month AND $month
        AND (LENGTH($area) = 6 OR town_code = $area OR division_code = $area)
    GROUP BY
        CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END,
        stat_month
    UNION ALL
    SELECT
        'public_post' AS table_name,
        CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END AS area_code,
        CAST(NULL AS DATE) AS stat_month,
        COUNT(*) AS row_count
    FROM scoped.public_post
    WHERE LENGTH($area) = 6 OR town_code = $area OR division_code = $area
    GROUP BY CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END
    UNION ALL
    SELECT
        'village_profile' AS table_name,
        CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END AS area_code,
        CAST(CONCAT(CAST(year AS VARCHAR), '-12-01') AS DATE) AS stat_month,
        COUNT(*) AS row_count
    FROM scoped.village_profile
    WHERE
        year BETWEEN EXTRACT(YEAR FROM $from_month) AND EXTRACT(YEAR FROM $month)
        AND (LENGTH($area) = 6 OR town_code = $area OR division_code = $area)
    GROUP BY
        CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END,
        CAST(CONCAT(CAST(year AS VARCHAR), '-12-01') AS DATE)
    UNION ALL
    SELECT
        'clearance' AS table_name,
        CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END AS area_code,
        CAST(NULL AS DATE) AS stat_month,
        COUNT(*) AS row_count
    FROM scoped.clearance
    WHERE LENGTH($area) = 6 OR town_code = $area OR division_code = $area
    GROUP BY CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END
    UNION ALL
    SELECT
        'asset_income' AS table_name,
        town_code AS area_code,
        CAST(CONCAT(CAST(year AS VARCHAR), '-12-01') AS DATE) AS stat_month,
        COUNT(*) AS row_count
    FROM scoped.asset_income
    WHERE
        year BETWEEN EXTRACT(YEAR FROM $from_month) AND EXTRACT(YEAR FROM $month)
        AND (LENGTH($area) = 6 OR town_code = $area)
    GROUP BY
        town_code,
        CAST(CONCAT(CAST(year AS VARCHAR), '-12-01') AS DATE)
    UNION ALL
    SELECT
        'education_aid' AS table_name,
        CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END AS area_code,
        CAST(CONCAT(CAST(year AS VARCHAR), '-12-01') AS DATE) AS stat_month,
        COUNT(*) AS row_count
    FROM scoped.education_aid
    WHERE
        year BETWEEN EXTRACT(YEAR FROM $from_month) AND EXTRACT(YEAR FROM $month)
        AND (LENGTH($area) = 6 OR town_code = $area OR division_code = $area)
    GROUP BY
        CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END,
        CAST(CONCAT(CAST(year AS VARCHAR), '-12-01') AS DATE)
    UNION ALL
    SELECT
        'medical_settlement' AS table_name,
        CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END AS area_code,
        CAST(DATE_TRUNC('month', settle_date) AS DATE) AS stat_month,
        COUNT(*) AS row_count
    FROM scoped.medical_settlement
    WHERE
        settle_date >= $from_month
        AND settle_date < CAST($month + INTERVAL '1' MONTH AS DATE)
        AND (LENGTH($area) = 6 OR town_code = $area OR division_code = $area)
    GROUP BY
        CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END,
        CAST(DATE_TRUNC('month', settle_date) AS DATE)
    UNION ALL
    SELECT
        'microloan' AS table_name,
        CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END AS area_code,
        CAST(NULL AS DATE) AS stat_month,
        COUNT(*) AS row_count
    FROM scoped.microloan
    WHERE LENGTH($area) = 6 OR town_code = $area OR division_code = $area
    GROUP BY CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END
    UNION ALL
    SELECT
        'benefit' AS table_name,
        CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END AS area_code,
        CAST(DATE_TRUNC('month', pay_month) AS DATE) AS stat_month,
        COUNT(*) AS row_count
    FROM scoped.benefit
    WHERE
        pay_month >= $from_month
        AND pay_month < CAST($month + INTERVAL '1' MONTH AS DATE)
        AND (LENGTH($area) = 6 OR town_code = $area OR division_code = $area)
    GROUP BY
        CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END,
        CAST(DATE_TRUNC('month', pay_month) AS DATE)
    UNION ALL
    SELECT
        'industry_project_hh' AS table_name,
        CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END AS area_code,
        CAST(CONCAT(CAST(year AS VARCHAR), '-12-01') AS DATE) AS stat_month,
        COUNT(*) AS row_count
    FROM scoped.industry_project_hh
    WHERE
        year BETWEEN EXTRACT(YEAR FROM $from_month) AND EXTRACT(YEAR FROM $month)
        AND (LENGTH($area) = 6 OR town_code = $area OR division_code = $area)
    GROUP BY
        CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END,
        CAST(CONCAT(CAST(year AS VARCHAR), '-12-01') AS DATE)
    UNION ALL
    SELECT
        'insurance_claim' AS table_name,
        CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END AS area_code,
        CAST(NULL AS DATE) AS stat_month,
        COUNT(*) AS row_count
    FROM scoped.insurance_claim
    WHERE LENGTH($area) = 6 OR town_code = $area OR division_code = $area
    GROUP BY CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END
    UNION ALL
    SELECT
        'disaster_household' AS table_name,
        CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END AS area_code,
        CAST(NULL AS DATE) AS stat_month,
        COUNT(*) AS row_count
    FROM scoped.disaster_household
    WHERE LENGTH($area) = 6 OR town_code = $area OR division_code = $area
    GROUP BY CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END
    UNION ALL
    SELECT
        'issue_rectification' AS table_name,
        CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END AS area_code,
        CAST(NULL AS DATE) AS stat_month,
        COUNT(*) AS row_count
    FROM scoped.issue_rectification
    WHERE LENGTH($area) = 6 OR town_code = $area OR division_code = $area
    GROUP BY CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END
    UNION ALL
    SELECT
        'work_team' AS table_name,
        CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END AS area_code,
        CAST(NULL AS DATE) AS stat_month,
        COUNT(*) AS row_count
    FROM scoped.work_team
    WHERE LENGTH($area) = 6 OR town_code = $area OR division_code = $area
    GROUP BY CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END
    UNION ALL
    SELECT
        'work_team_member' AS table_name,
        CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END AS area_code,
        CAST(NULL AS DATE) AS stat_month,
        COUNT(*) AS row_count
    FROM scoped.work_team_member
    WHERE LENGTH($area) = 6 OR town_code = $area OR division_code = $area
    GROUP BY CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END
    UNION ALL
    SELECT
        'team_attendance' AS table_name,
        CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END AS area_code,
        CAST(DATE_TRUNC('month', attend_month) AS DATE) AS stat_month,
        COUNT(*) AS row_count
    FROM scoped.team_attendance
    WHERE
        attend_month >= $from_month
        AND attend_month < CAST($month + INTERVAL '1' MONTH AS DATE)
        AND (LENGTH($area) = 6 OR town_code = $area OR division_code = $area)
    GROUP BY
        CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END,
        CAST(DATE_TRUNC('month', attend_month) AS DATE)
    UNION ALL
    SELECT
        'assessment' AS table_name,
        CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END AS area_code,
        CAST(CONCAT(CAST(year AS VARCHAR), '-12-01') AS DATE) AS stat_month,
        COUNT(*) AS row_count
    FROM scoped.assessment
    WHERE
        year BETWEEN EXTRACT(YEAR FROM $from_month) AND EXTRACT(YEAR FROM $month)
        AND (LENGTH($area) = 6 OR town_code = $area OR division_code = $area)
    GROUP BY
        CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END,
        CAST(CONCAT(CAST(year AS VARCHAR), '-12-01') AS DATE)
    UNION ALL
    SELECT
        'collective_economy' AS table_name,
        CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END AS area_code,
        CAST(CONCAT(CAST(year AS VARCHAR), '-12-01') AS DATE) AS stat_month,
        COUNT(*) AS row_count
    FROM scoped.collective_economy
    WHERE
        year BETWEEN EXTRACT(YEAR FROM $from_month) AND EXTRACT(YEAR FROM $month)
        AND (LENGTH($area) = 6 OR town_code = $area OR division_code = $area)
    GROUP BY
        CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END,
        CAST(CONCAT(CAST(year AS VARCHAR), '-12-01') AS DATE)
    UNION ALL
    SELECT
        'living_environment' AS table_name,
        CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END AS area_code,
        CAST(DATE_TRUNC('month', report_month) AS DATE) AS stat_month,
        COUNT(*) AS row_count
    FROM scoped.living_environment
    WHERE
        report_month >= $from_month
        AND report_month < CAST($month + INTERVAL '1' MONTH AS DATE)
        AND (LENGTH($area) = 6 OR town_code = $area OR division_code = $area)
    GROUP BY
        CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END,
        CAST(DATE_TRUNC('month', report_month) AS DATE)
    UNION ALL
    SELECT
        'water_supply' AS table_name,
        CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END AS area_code,
        CAST(DATE_TRUNC('month', check_date) AS DATE) AS stat_month,
        COUNT(*) AS row_count
    FROM scoped.water_supply
    WHERE
        check_date >= $from_month
        AND check_date < CAST($month + INTERVAL '1' MONTH AS DATE)
        AND (LENGTH($area) = 6 OR town_code = $area OR division_code = $area)
    GROUP BY
        CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END,
        CAST(DATE_TRUNC('month', check_date) AS DATE)
    UNION ALL
    SELECT
        'clinic' AS table_name,
        CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END AS area_code,
        CAST(CONCAT(CAST(year AS VARCHAR), '-12-01') AS DATE) AS stat_month,
        COUNT(*) AS row_count
    FROM scoped.clinic
    WHERE
        year BETWEEN EXTRACT(YEAR FROM $from_month) AND EXTRACT(YEAR FROM $month)
        AND (LENGTH($area) = 6 OR town_code = $area OR division_code = $area)
    GROUP BY
        CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END,
        CAST(CONCAT(CAST(year AS VARCHAR), '-12-01') AS DATE)
    UNION ALL
    SELECT
        'department_warning' AS table_name,
        CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END AS area_code,
        CAST(NULL AS DATE) AS stat_month,
        COUNT(*) AS row_count
    FROM scoped.department_warning
    WHERE LENGTH($area) = 6 OR town_code = $area OR division_code = $area
    GROUP BY CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END
)

SELECT
    table_name,
    area_code,
    CAST(stat_month AS DATE) AS stat_month,
    CAST(row_count AS BIGINT) AS row_count
FROM counted
ORDER BY
    table_name,
    area_code,
    stat_month NULLS FIRST
