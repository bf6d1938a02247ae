-- title:   验收后规定天数没有登记资产，或资产没有确权
-- grain:   one row per accepted project of industry or infrastructure and month
-- params:  $since DATE, $until DATE
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, hh_key VARCHAR, object_key VARCHAR, since DATE,
--          due_at DATE, severity VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said = the day of acceptance; title = an asset of it that is told as without title
-- reads:   scoped.household_month, scoped.threshold, scoped.project, scoped.asset
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

limits AS (
    SELECT
        clock.stat_month,
        rule.warn AS days,
        ROW_NUMBER() OVER (
            PARTITION BY clock.stat_month
            ORDER BY LENGTH(COALESCE(rule.division_code, '')) DESC, COALESCE(rule.year, 0) DESC, rule.threshold_id ASC
        ) AS choice
    FROM months AS clock
    INNER JOIN scoped.threshold AS rule
        ON
            rule.name = 'asset_register_days'
            AND LENGTH(COALESCE(rule.division_code, '')) <= 6
            AND COALESCE(rule.year, clock.year_no) = clock.year_no
),

formed AS (
    SELECT
        months.stat_month,
        project.town_code,
        project.division_code,
        project.project_id,
        project.accepted_at,
        limits.days,
        COUNT(
            CASE WHEN COALESCE(months.next_month > asset.registered_at, months.year_no >= asset.form_year) THEN 1 END
        ) AS registered,
        COUNT(
            CASE
                WHEN
                    COALESCE(months.next_month > asset.registered_at, months.year_no >= asset.form_year)
                    AND NOT COALESCE(asset.title_done AND COALESCE(asset.title_at < months.next_month, TRUE), TRUE)
                    THEN 1
            END
        ) AS untitled
    FROM months
    INNER JOIN limits ON months.stat_month = limits.stat_month AND limits.choice = 1
    INNER JOIN scoped.project AS project
        ON
            project.type IN ('industry', 'infrastructure')
            AND project.state <> 'cancelled'
            AND UNIX_DATE(project.accepted_at) + limits.days < UNIX_DATE(months.next_month)
    LEFT JOIN scoped.asset AS asset ON project.project_id = asset.project_id AND asset.state <> 'disposed'
    GROUP BY
        months.stat_month,
        project.town_code,
        project.division_code,
        project.project_id,
        project.accepted_at,
        limits.days
)

SELECT
    stat_month,
    town_code,
    division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    project_id AS object_key,
    accepted_at + CAST(days AS INTEGER) AS since,
    CAST(NULL AS DATE) AS due_at,
    'orange' AS severity,
    CAST(accepted_at AS VARCHAR) AS said,
    CASE WHEN registered = 0 THEN 'register' ELSE 'title' END AS wanted
FROM formed
WHERE registered = 0 OR untitled > 0
ORDER BY
    stat_month,
    project_id
