-- title:   收入水平、结构和变化, 按村
-- grain:   one row per village and month whose township has incomes of the latest closed year and the households
--          of that December
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, net_pc_mean__num DOUBLE, net_pc_mean__den BIGINT,
--          net_pc_mean__alleviated__num DOUBLE, net_pc_mean__alleviated__den BIGINT,
--          net_pc_mean__monitored__num DOUBLE, net_pc_mean__monitored__den BIGINT, income_structure__wage__num DOUBLE,
--          income_structure__wage__den DOUBLE, income_structure__operating__num DOUBLE,
--          income_structure__operating__den DOUBLE, income_structure__property__num DOUBLE,
--          income_structure__property__den DOUBLE, income_structure__transfer__num DOUBLE,
--          income_structure__transfer__den DOUBLE, transfer_dependence BIGINT, self_paid_burden__num DOUBLE,
--          self_paid_burden__den DOUBLE, self_paid_burden_hh BIGINT, cross_10k BIGINT, income_drop_20 BIGINT,
--          operating_growth__num DOUBLE, operating_growth__den BIGINT
-- units:   sums in 元 over persons_year; counts = 户, alleviated or monitored in that December; net_pc_mean of the
--          alleviated counts the monitored among them too, as the stock does
-- reads:   scoped.income_year, scoped.household_month, scoped.income_line, scoped.threshold, scoped.employment_month
WITH months AS (
    SELECT DISTINCT
        stat_month,
        EXTRACT(YEAR FROM stat_month) - CASE WHEN EXTRACT(MONTH FROM stat_month) = 12 THEN 0 ELSE 1 END AS closed_year
    FROM scoped.household_month
    WHERE stat_month BETWEEN $from_month AND $to_month
    UNION
    SELECT DISTINCT
        stat_month,
        EXTRACT(YEAR FROM stat_month) - CASE WHEN EXTRACT(MONTH FROM stat_month) = 12 THEN 0 ELSE 1 END AS closed_year
    FROM scoped.employment_month
    WHERE stat_month BETWEEN $from_month AND $to_month
),

-- One income a household and year: of two windows the one of the annual collection.
incomes AS (
    SELECT
        hh_id,
        income_year,
        town_code,
        division_code,
        persons_year,
        CAST(wage AS DOUBLE) AS wage,
        CAST(operating AS DOUBLE) AS operating,
        CAST(operating - operating_expense AS DOUBLE) AS operating_net,
        CAST(property AS DOUBLE) AS property,
        CAST(transfer AS DOUBLE) AS transfer,
        CAST(wage + operating + property + transfer AS DOUBLE) AS gross,
        CAST(net_total AS DOUBLE) AS net_total,
        CAST(net_per_capita AS DOUBLE) AS net_pc,
        CAST(compliant_self_paid AS DOUBLE) AS self_paid,
        ROW_NUMBER() OVER (PARTITION BY hh_id, income_year ORDER BY window_type) AS choice
    FROM scoped.income_year
    WHERE
        window_type <> 'rolling_12m_before_event'
        AND income_year BETWEEN EXTRACT(YEAR FROM CAST($from_month AS DATE)) - 2
        AND EXTRACT(YEAR FROM CAST($to_month AS DATE))
),

december AS (
    SELECT
        hh_id,
        EXTRACT(YEAR FROM stat_month) AS income_year,
        mon_type,
        hh_type,
        is_no_labour
    FROM scoped.household_month
    WHERE
        EXTRACT(MONTH FROM stat_month) = 12
        AND stat_month BETWEEN CAST($from_month - INTERVAL '12' MONTH AS DATE) AND $to_month
),

known_towns AS (
    SELECT
        incomes.income_year,
        incomes.town_code,
        COUNT(incomes.self_paid) > 0 AS has_self_paid
    FROM incomes
    INNER JOIN december ON incomes.hh_id = december.hh_id AND incomes.income_year = december.income_year
    GROUP BY
        incomes.income_year,
        incomes.town_code
),

-- Whoever had incomes in the year before can be compared.
comparable_towns AS (
    SELECT DISTINCT
        income_year + 1 AS income_year,
        town_code
    FROM incomes
),

targets AS (
    SELECT
        known_towns.income_year,
        known_towns.town_code,
        line.value_yuan,
        ROW_NUMBER() OVER (
            PARTITION BY known_towns.income_year, known_towns.town_code
            ORDER BY LENGTH(line.division_code) DESC, line.line_id ASC
        ) AS nearness
    FROM known_towns
    INNER JOIN scoped.income_line AS line
        ON
            line.line_code = 'county_target'
            AND line.year = known_towns.income_year + 1
            AND known_towns.town_code LIKE line.division_code || '%'
),

limits AS (
    SELECT
        MAX(warn) FILTER (WHERE name = 'income_drop_ratio') AS drop_ratio,
        MAX(warn) FILTER (WHERE name = 'transfer_dependence_share') AS transfer_share,
        MAX(warn) FILTER (WHERE name = 'self_paid_share') AS self_paid_share
    FROM scoped.threshold
),

households AS (
    SELECT
        now.income_year,
        now.town_code,
        now.division_code,
        now.persons_year,
        now.wage,
        now.operating,
        now.property,
        now.transfer,
        now.gross,
        now.net_total,
        now.self_paid,
        december.hh_type = 'alleviated' AS is_alleviated,
        december.mon_type IS NOT NULL AS is_monitored,
        now.transfer > limits.transfer_share * now.gross AS is_dependent,
        now.self_paid > limits.self_paid_share * now.net_total AS is_burdened,
        past.net_pc < targets.value_yuan
        AND now.net_pc >= targets.value_yuan
        AND NOT december.is_no_labour AS has_crossed,
        now.net_pc < past.net_pc * (1 - limits.drop_ratio) AS has_dropped,
        past.hh_id IS NOT NULL AS has_past,
        now.operating_net - past.operating_net AS operating_delta
    FROM incomes AS now
    INNER JOIN december ON now.hh_id = december.hh_id AND now.income_year = december.income_year
    CROSS JOIN limits
    LEFT JOIN incomes AS past
        ON now.hh_id = past.hh_id AND now.income_year = past.income_year + 1 AND past.choice = 1
    LEFT JOIN targets
        ON now.income_year = targets.income_year AND now.town_code = targets.town_code AND targets.nearness = 1
    WHERE now.choice = 1
),

villages AS (
    SELECT
        income_year,
        town_code,
        division_code,
        SUM(net_total) AS net_total,
        SUM(persons_year) AS persons,
        SUM(CASE WHEN is_alleviated THEN net_total ELSE 0 END) AS net_alleviated,
        SUM(CASE WHEN is_alleviated THEN persons_year ELSE 0 END) AS persons_alleviated,
        SUM(CASE WHEN is_monitored THEN net_total ELSE 0 END) AS net_monitored,
        SUM(CASE WHEN is_monitored THEN persons_year ELSE 0 END) AS persons_monitored,
        SUM(wage) AS wage,
        SUM(operating) AS operating,
        SUM(property) AS property,
        SUM(transfer) AS transfer,
        SUM(gross) AS gross,
        COUNT(*) FILTER (WHERE is_dependent) AS dependent,
        COALESCE(SUM(self_paid), 0) AS self_paid,
        SUM(CASE WHEN self_paid IS NOT NULL THEN net_total ELSE 0 END) AS net_of_told,
        COUNT(*) FILTER (WHERE is_burdened) AS burdened,
        COUNT(*) FILTER (WHERE has_crossed) AS crossed,
        COUNT(*) FILTER (WHERE has_dropped) AS dropped,
        SUM(CASE WHEN has_past THEN operating_delta ELSE 0 END) AS operating_delta,
        SUM(CASE WHEN has_past THEN persons_year ELSE 0 END) AS persons_with_past
    FROM households
    GROUP BY
        income_year,
        town_code,
        division_code
)

SELECT
    months.stat_month,
    v.town_code,
    v.division_code,
    CAST(v.net_total AS DOUBLE) AS net_pc_mean__num,
    CAST(v.persons AS BIGINT) AS net_pc_mean__den,
    CAST(v.net_alleviated AS DOUBLE) AS net_pc_mean__alleviated__num,
    CAST(v.persons_alleviated AS BIGINT) AS net_pc_mean__alleviated__den,
    CAST(v.net_monitored AS DOUBLE) AS net_pc_mean__monitored__num,
    CAST(v.persons_monitored AS BIGINT) AS net_pc_mean__monitored__den,
    CAST(v.wage AS DOUBLE) AS income_structure__wage__num,
    CAST(v.gross AS DOUBLE) AS income_structure__wage__den,
    CAST(v.operating AS DOUBLE) AS income_structure__operating__num,
    CAST(v.gross AS DOUBLE) AS income_structure__operating__den,
    CAST(v.property AS DOUBLE) AS income_structure__property__num,
    CAST(v.gross AS DOUBLE) AS income_structure__property__den,
    CAST(v.transfer AS DOUBLE) AS income_structure__transfer__num,
    CAST(v.gross AS DOUBLE) AS income_structure__transfer__den,
    v.dependent AS transfer_dependence,
    CASE WHEN known_towns.has_self_paid THEN CAST(v.self_paid AS DOUBLE) END AS self_paid_burden__num,
    CASE WHEN known_towns.has_self_paid THEN CAST(v.net_of_told AS DOUBLE) END AS self_paid_burden__den,
    CASE WHEN known_towns.has_self_paid THEN v.burdened END AS self_paid_burden_hh,
    CASE WHEN comparable_towns.town_code IS NOT NULL AND targets.town_code IS NOT NULL THEN v.crossed END AS cross_10k,
    CASE WHEN comparable_towns.town_code IS NOT NULL THEN v.dropped END AS income_drop_20,
    CASE WHEN comparable_towns.town_code IS NOT NULL THEN CAST(v.operating_delta AS DOUBLE) END
        AS operating_growth__num,
    CASE WHEN comparable_towns.town_code IS NOT NULL THEN CAST(v.persons_with_past AS BIGINT) END
        AS operating_growth__den
FROM months
INNER JOIN villages AS v ON months.closed_year = v.income_year
INNER JOIN known_towns ON v.income_year = known_towns.income_year AND v.town_code = known_towns.town_code
LEFT JOIN comparable_towns ON v.income_year = comparable_towns.income_year AND v.town_code = comparable_towns.town_code
LEFT JOIN targets ON v.income_year = targets.income_year AND v.town_code = targets.town_code AND targets.nearness = 1
ORDER BY
    months.stat_month,
    v.division_code
