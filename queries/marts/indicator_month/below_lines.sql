-- title:   收入线下的户和人, 按村
-- grain:   one row per village and month whose township has incomes of the latest closed year and the households of
--          that December
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, below_range_hh BIGINT,
--          below_range_persons BIGINT, below_range_hh__alleviated_with_labour BIGINT,
--          below_range_persons__alleviated_with_labour BIGINT, below_range_hh__monitored BIGINT,
--          below_range_persons__monitored BIGINT, below_8k_hh BIGINT, below_8k_persons BIGINT,
--          below_8k_hh__alleviated_with_labour BIGINT, below_8k_persons__alleviated_with_labour BIGINT,
--          below_8k_hh__monitored BIGINT, below_8k_persons__monitored BIGINT, below_10k_hh BIGINT,
--          below_10k_persons BIGINT, below_10k_hh__alleviated_with_labour BIGINT,
--          below_10k_persons__alleviated_with_labour BIGINT, below_10k_hh__monitored BIGINT,
--          below_10k_persons__monitored BIGINT
-- units:   户, 人 = persons_year. Closed year: this one in December, else the last. It is judged by the lines of the
--          working year after it (2023's lines judge the incomes of 2022); a line that is not set gives NULL
-- reads:   scoped.income_year, scoped.household_month, scoped.income_line, scoped.employment_month
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
        hh_type,
        is_no_labour
    FROM scoped.household_month
    WHERE
        EXTRACT(MONTH FROM stat_month) = 12
        AND stat_month BETWEEN CAST($from_month - INTERVAL '12' MONTH AS DATE) AND $to_month
),

known_towns AS (
    SELECT DISTINCT
        incomes.income_year,
        incomes.town_code
    FROM incomes
    INNER JOIN december ON incomes.hh_id = december.hh_id AND incomes.income_year = december.income_year
),

-- The nearest line of the working year, for each township.
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
    FROM known_towns
    INNER JOIN scoped.income_line AS line
        ON
            line.year = known_towns.income_year + 1
            AND known_towns.town_code LIKE line.division_code || '%'
),

set_lines AS (
    SELECT
        known_towns.income_year,
        known_towns.town_code,
        MAX(lines.value_yuan) FILTER (WHERE lines.line_code = 'provincial_range') AS range_yuan,
        MAX(lines.value_yuan) FILTER (WHERE lines.line_code = 'county_subline') AS subline_yuan,
        MAX(lines.value_yuan) FILTER (WHERE lines.line_code = 'county_target') AS target_yuan
    FROM known_towns
    LEFT JOIN lines
        ON
            known_towns.income_year = lines.income_year
            AND known_towns.town_code = lines.town_code
            AND lines.nearness = 1
    GROUP BY
        known_towns.income_year,
        known_towns.town_code
),

judged AS (
    SELECT
        incomes.income_year,
        incomes.town_code,
        incomes.division_code,
        incomes.persons_year,
        set_lines.range_yuan,
        set_lines.subline_yuan,
        set_lines.target_yuan,
        december.mon_type IS NOT NULL AND NOT december.is_no_labour AS is_monitored,
        december.mon_type IS NULL AND december.hh_type = 'alleviated' AND NOT december.is_no_labour AS is_alleviated,
        incomes.net_per_capita < set_lines.range_yuan AS under_range,
        incomes.net_per_capita < set_lines.subline_yuan AS under_subline,
        incomes.net_per_capita < set_lines.target_yuan AS under_target
    FROM incomes
    INNER JOIN set_lines ON incomes.income_year = set_lines.income_year AND incomes.town_code = set_lines.town_code
    LEFT JOIN december ON incomes.hh_id = december.hh_id AND incomes.income_year = december.income_year
    WHERE incomes.choice = 1
),

villages AS (
    SELECT
        income_year,
        town_code,
        division_code,
        MAX(range_yuan) AS range_yuan,
        MAX(subline_yuan) AS subline_yuan,
        MAX(target_yuan) AS target_yuan,
        COUNT(*) FILTER (WHERE under_range AND is_alleviated) AS range_alleviated_hh,
        COUNT(*) FILTER (WHERE under_range AND is_monitored) AS range_monitored_hh,
        SUM(CASE WHEN under_range AND is_alleviated THEN persons_year ELSE 0 END) AS range_alleviated_persons,
        SUM(CASE WHEN under_range AND is_monitored THEN persons_year ELSE 0 END) AS range_monitored_persons,
        COUNT(*) FILTER (WHERE under_subline AND is_alleviated) AS subline_alleviated_hh,
        COUNT(*) FILTER (WHERE under_subline AND is_monitored) AS subline_monitored_hh,
        SUM(CASE WHEN under_subline AND is_alleviated THEN persons_year ELSE 0 END) AS subline_alleviated_persons,
        SUM(CASE WHEN under_subline AND is_monitored THEN persons_year ELSE 0 END) AS subline_monitored_persons,
        COUNT(*) FILTER (WHERE under_target AND is_alleviated) AS target_alleviated_hh,
        COUNT(*) FILTER (WHERE under_target AND is_monitored) AS target_monitored_hh,
        SUM(CASE WHEN under_target AND is_alleviated THEN persons_year ELSE 0 END) AS target_alleviated_persons,
        SUM(CASE WHEN under_target AND is_monitored THEN persons_year ELSE 0 END) AS target_monitored_persons
    FROM judged
    GROUP BY
        income_year,
        town_code,
        division_code
)

SELECT
    months.stat_month,
    v.town_code,
    v.division_code,
    CASE WHEN v.range_yuan IS NOT NULL THEN v.range_alleviated_hh + v.range_monitored_hh END AS below_range_hh,
    CAST(
        CASE WHEN v.range_yuan IS NOT NULL THEN v.range_alleviated_persons + v.range_monitored_persons END AS BIGINT
    ) AS below_range_persons,
    CASE WHEN v.range_yuan IS NOT NULL THEN v.range_alleviated_hh END AS below_range_hh__alleviated_with_labour,
    CAST(CASE WHEN v.range_yuan IS NOT NULL THEN v.range_alleviated_persons END AS BIGINT)
        AS below_range_persons__alleviated_with_labour,
    CASE WHEN v.range_yuan IS NOT NULL THEN v.range_monitored_hh END AS below_range_hh__monitored,
    CAST(CASE WHEN v.range_yuan IS NOT NULL THEN v.range_monitored_persons END AS BIGINT)
        AS below_range_persons__monitored,
    CASE WHEN v.subline_yuan IS NOT NULL THEN v.subline_alleviated_hh + v.subline_monitored_hh END AS below_8k_hh,
    CAST(
        CASE
            WHEN v.subline_yuan IS NOT NULL
                THEN v.subline_alleviated_persons + v.subline_monitored_persons
        END AS BIGINT
    ) AS below_8k_persons,
    CASE WHEN v.subline_yuan IS NOT NULL THEN v.subline_alleviated_hh END AS below_8k_hh__alleviated_with_labour,
    CAST(CASE WHEN v.subline_yuan IS NOT NULL THEN v.subline_alleviated_persons END AS BIGINT)
        AS below_8k_persons__alleviated_with_labour,
    CASE WHEN v.subline_yuan IS NOT NULL THEN v.subline_monitored_hh END AS below_8k_hh__monitored,
    CAST(CASE WHEN v.subline_yuan IS NOT NULL THEN v.subline_monitored_persons END AS BIGINT)
        AS below_8k_persons__monitored,
    CASE WHEN v.target_yuan IS NOT NULL THEN v.target_alleviated_hh + v.target_monitored_hh END AS below_10k_hh,
    CAST(
        CASE WHEN v.target_yuan IS NOT NULL THEN v.target_alleviated_persons + v.target_monitored_persons END AS BIGINT
    ) AS below_10k_persons,
    CASE WHEN v.target_yuan IS NOT NULL THEN v.target_alleviated_hh END AS below_10k_hh__alleviated_with_labour,
    CAST(CASE WHEN v.target_yuan IS NOT NULL THEN v.target_alleviated_persons END AS BIGINT)
        AS below_10k_persons__alleviated_with_labour,
    CASE WHEN v.target_yuan IS NOT NULL THEN v.target_monitored_hh END AS below_10k_hh__monitored,
    CAST(CASE WHEN v.target_yuan IS NOT NULL THEN v.target_monitored_persons END AS BIGINT)
        AS below_10k_persons__monitored
FROM months
INNER JOIN villages AS v ON months.closed_year = v.income_year
ORDER BY
    months.stat_month,
    v.division_code
