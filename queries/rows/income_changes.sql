-- title:   收入指标背后的农户: 跨过万元、收入下降、依赖转移、自付过重
-- grain:   one row per household of the December of the closed income year for which the clause holds
-- params:  $area VARCHAR, $month DATE
--          $indicator VARCHAR       cross_10k, income_drop_20, transfer_dependence or self_paid_burden_hh
-- columns: hh_key VARCHAR, village_name VARCHAR, hh_type VARCHAR, mon_type VARCHAR, persons_year INTEGER,
--          amount DOUBLE
-- units:   amount = 1 a household; persons_year = 人 of the income year
-- reads:   scoped.income_year, scoped.household_month, scoped.income_line, scoped.threshold, scoped.division
WITH asked AS (
    SELECT
        CASE WHEN EXTRACT(MONTH FROM $month) = 12 THEN EXTRACT(YEAR FROM $month) ELSE EXTRACT(YEAR FROM $month) - 1 END
            AS income_year
),

incomes AS (
    SELECT
        hh_id,
        hh_key,
        income_year,
        town_code,
        division_code,
        persons_year,
        CAST(transfer AS DOUBLE) AS transfer,
        CAST(wage + operating + property + transfer AS DOUBLE) AS gross,
        CAST(net_total AS DOUBLE) AS net_total,
        CAST(net_per_capita AS DOUBLE) AS net_pc,
        CAST(compliant_self_paid AS DOUBLE) AS self_paid,
        ROW_NUMBER() OVER (PARTITION BY hh_id, income_year ORDER BY window_type) AS choice
    FROM scoped.income_year
    WHERE
        window_type <> 'rolling_12m_before_event'
        AND division_code LIKE $area || '%'
),

limits AS (
    SELECT
        MAX(warn) FILTER (WHERE name = 'income_drop_ratio') AS drop_ratio,
        MAX(warn) FILTER (WHERE name = 'transfer_dependence_share') AS transfer_share,
        MAX(warn) FILTER (WHERE name = 'self_paid_share') AS self_paid_share
    FROM scoped.threshold
),

targets AS (
    SELECT
        town.division_code AS town_code,
        CAST(line.value_yuan AS DOUBLE) AS yuan,
        ROW_NUMBER() OVER (
            PARTITION BY town.division_code ORDER BY LENGTH(line.division_code) DESC, line.line_id ASC
        ) AS nearness
    FROM scoped.division AS town
    CROSS JOIN asked
    INNER JOIN scoped.income_line AS line
        ON
            line.line_code = 'county_target'
            AND line.year = asked.income_year + 1
            AND town.division_code LIKE line.division_code || '%'
    WHERE town.level = 4
)

SELECT
    now.hh_key,
    village.name AS village_name,
    december.hh_type,
    december.mon_type,
    now.persons_year,
    1.0E0 AS amount
FROM incomes AS now
INNER JOIN asked ON now.income_year = asked.income_year
CROSS JOIN limits
INNER JOIN scoped.household_month AS december
    ON
        now.hh_id = december.hh_id
        AND december.stat_month = CAST(CAST(asked.income_year AS VARCHAR) || '-12-01' AS DATE)
LEFT JOIN incomes AS past ON now.hh_id = past.hh_id AND now.income_year = past.income_year + 1 AND past.choice = 1
LEFT JOIN targets ON now.town_code = targets.town_code AND targets.nearness = 1
LEFT JOIN scoped.division AS village ON now.division_code = village.division_code
WHERE
    now.choice = 1
    AND CASE
        WHEN $indicator LIKE 'cross_10k%'
            THEN past.net_pc < targets.yuan AND now.net_pc >= targets.yuan AND NOT december.is_no_labour
        WHEN $indicator LIKE 'income_drop_20%' THEN now.net_pc < past.net_pc * (1 - limits.drop_ratio)
        WHEN $indicator LIKE 'transfer_dependence%' THEN now.transfer > limits.transfer_share * now.gross
        WHEN $indicator LIKE 'self_paid_burden_hh%' THEN now.self_paid > limits.self_paid_share * now.net_total
        ELSE FALSE
    END
ORDER BY now.division_code, now.hh_key
