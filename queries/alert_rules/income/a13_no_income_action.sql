-- title:   万元以下有劳动能力的户没有增收措施
-- grain:   one row per household of the list below_10k_hh that is still there, and month, from the given days after
--          the list was closed
-- params:  $since DATE, $until DATE
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, hh_key VARCHAR, object_key VARCHAR, since DATE,
--          due_at DATE, severity VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said = 元 a person; an action = a measure of industry, employment, finance or public post that was
--          planned, begun or ran after 1 December of the closed year
-- reads:   scoped.household_month, scoped.threshold, scoped.income_year, scoped.income_line, scoped.measure
WITH months AS (
    SELECT
        stat_month,
        CAST(stat_month + INTERVAL '1' MONTH AS DATE) AS next_month,
        EXTRACT(YEAR FROM stat_month) AS year_no,
        EXTRACT(YEAR FROM stat_month) - CASE WHEN EXTRACT(MONTH FROM stat_month) = 12 THEN 0 ELSE 1 END AS closed_year
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
            rule.name = 'income_action_days'
            AND LENGTH(COALESCE(rule.division_code, '')) <= 6
            AND COALESCE(rule.year, clock.year_no) = clock.year_no
),

dev_limits AS (
    SELECT
        clock.stat_month,
        rule.warn AS months,
        ROW_NUMBER() OVER (
            PARTITION BY clock.stat_month
            ORDER BY LENGTH(COALESCE(rule.division_code, '')) DESC, COALESCE(rule.year, 0) DESC, rule.threshold_id ASC
        ) AS choice
    FROM months AS clock
    INNER JOIN scoped.threshold AS rule
        ON
            rule.name = 'dev_measure_months'
            AND LENGTH(COALESCE(rule.division_code, '')) <= 6
            AND COALESCE(rule.year, clock.year_no) = clock.year_no
),

-- One income a household and year: of two windows the one of the annual collection.
incomes AS (
    SELECT
        hh_id,
        income_year,
        town_code,
        net_per_capita,
        ROW_NUMBER() OVER (PARTITION BY hh_id, income_year ORDER BY window_type) AS choice
    FROM scoped.income_year
    WHERE
        window_type <> 'rolling_12m_before_event'
        AND income_year IN (SELECT months.closed_year FROM months)
),

december AS (
    SELECT
        hh_id,
        EXTRACT(YEAR FROM stat_month) AS income_year,
        mon_type,
        hh_type
    FROM scoped.household_month
    WHERE
        NOT is_no_labour
        AND EXTRACT(MONTH FROM stat_month) = 12
        AND stat_month BETWEEN CAST($since - INTERVAL '12' MONTH AS DATE) AND $until
),

-- The nearest line of the working year, for each township: the lines of 2023 judge the incomes of 2022.
lines AS (
    SELECT
        known_towns.income_year,
        known_towns.town_code,
        line.line_code,
        line.value_yuan,
        ROW_NUMBER() OVER (
            PARTITION BY known_towns.income_year, known_towns.town_code, line.line_code
            ORDER BY LENGTH(line.division_code) DESC, line.line_id ASC
        ) AS nearness
    FROM (SELECT DISTINCT incomes.income_year, incomes.town_code FROM incomes) AS known_towns
    INNER JOIN scoped.income_line AS line
        ON
            line.line_code IN ('county_target', 'county_subline')
            AND line.year = known_towns.income_year + 1
            AND known_towns.town_code LIKE line.division_code || '%'
),

set_lines AS (
    SELECT
        income_year,
        town_code,
        MAX(CASE WHEN line_code = 'county_subline' THEN value_yuan END) AS subline_yuan,
        MAX(CASE WHEN line_code = 'county_target' THEN value_yuan END) AS target_yuan
    FROM lines
    WHERE nearness = 1
    GROUP BY
        income_year,
        town_code
),

acted AS (
    SELECT DISTINCT
        months.stat_month,
        help.hh_id
    FROM months
    INNER JOIN scoped.measure AS help
        ON
            help.category IN ('industry', 'employment', 'finance', 'public_post')
            AND months.next_month > help.start_date
            AND COALESCE(
                help.end_date >= CAST(CONCAT(CAST(months.closed_year AS VARCHAR), '-12-01') AS DATE), TRUE
            )
),

helped AS (
    SELECT
        hh_id,
        MIN(start_date) AS first_day,
        MIN(CASE WHEN category IN ('industry', 'employment', 'finance', 'public_post') THEN start_date END)
            AS first_action
    FROM scoped.measure
    WHERE status <> 'planned'
    GROUP BY hh_id
)

SELECT
    months.stat_month,
    home.town_code,
    home.division_code,
    home.hh_key,
    home.hh_key AS object_key,
    CAST(CONCAT(CAST(months.closed_year AS VARCHAR), '-12-01') AS DATE) + CAST(limits.days AS INTEGER) AS since,
    CAST(NULL AS DATE) AS due_at,
    'orange' AS severity,
    CAST(CAST(ROUND(incomes.net_per_capita, 0) AS BIGINT) AS VARCHAR) AS said,
    CASE WHEN incomes.net_per_capita < set_lines.subline_yuan THEN 'subline' ELSE 'target' END AS wanted
FROM months
INNER JOIN limits ON months.stat_month = limits.stat_month AND limits.choice = 1
INNER JOIN dev_limits ON months.stat_month = dev_limits.stat_month AND dev_limits.choice = 1
INNER JOIN incomes ON months.closed_year = incomes.income_year AND incomes.choice = 1
INNER JOIN december
    ON
        incomes.hh_id = december.hh_id
        AND incomes.income_year = december.income_year
        AND (december.mon_type IS NOT NULL OR december.hh_type = 'alleviated')
INNER JOIN set_lines
    ON
        incomes.income_year = set_lines.income_year
        AND incomes.town_code = set_lines.town_code
        AND (
            incomes.net_per_capita < set_lines.target_yuan
            OR incomes.net_per_capita < set_lines.subline_yuan
        )
INNER JOIN scoped.household_month AS home
    ON
        incomes.hh_id = home.hh_id
        AND months.stat_month = home.stat_month
        AND home.stat_month BETWEEN $since AND $until
        AND NOT home.is_no_labour
LEFT JOIN acted ON months.stat_month = acted.stat_month AND incomes.hh_id = acted.hh_id
LEFT JOIN helped ON incomes.hh_id = helped.hh_id
WHERE
    UNIX_DATE(CAST(CONCAT(CAST(months.closed_year AS VARCHAR), '-12-01') AS DATE)) + limits.days
    < UNIX_DATE(months.next_month)
    AND acted.hh_id IS NULL
    -- where a township tells no measures at all, nobody is without one
    AND home.town_code IN (SELECT any_measure.town_code FROM scoped.measure AS any_measure)
    -- a monitored household that never had one is told by A06, without any measure by A04: one fact, one alert
    AND NOT (
        COALESCE(home.risk_status = 'active', FALSE)
        AND COALESCE(helped.first_action >= months.next_month, TRUE)
        AND (
            COALESCE(helped.first_day >= months.next_month, TRUE)
            OR COALESCE(
                (EXTRACT(YEAR FROM home.stat_month) - EXTRACT(YEAR FROM home.identified_month)) * 12
                + EXTRACT(MONTH FROM home.stat_month) - EXTRACT(MONTH FROM home.identified_month)
                >= dev_limits.months,
                FALSE
            )
        )
    )
ORDER BY
    months.stat_month,
    home.hh_key
