-- title:   不符的: 识别当年的人均纯收入不过高
-- grain:   one row per fault
-- params:  $since DATE, $until DATE   first days of months, both included
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said, wanted = yuan a person; an income stands under the December of its year, or under $until before that
-- reads:   scoped.household_month, scoped.income_year, scoped.threshold
WITH limits AS (
    SELECT
        COALESCE(
            MAX(warn) FILTER (WHERE name = 'income_high_at_identification' AND division_code IS NOT NULL),
            MAX(warn) FILTER (WHERE name = 'income_high_at_identification')
        ) AS high
    FROM scoped.threshold
),

identified AS (
    SELECT DISTINCT
        hh_id,
        EXTRACT(YEAR FROM identified_month) AS identified_year
    FROM scoped.household_month
    WHERE
        stat_month BETWEEN CAST($since - INTERVAL '12' MONTH AS DATE) AND $until
        AND identified_month IS NOT NULL
),

judged AS (
    SELECT
        source_id,
        source_row,
        LEAST(CAST(CONCAT(CAST(income_year AS VARCHAR), '-12-01') AS DATE), $until) AS stat_month,
        town_code,
        division_code,
        hh_id,
        hh_key,
        income_year,
        net_per_capita
    FROM scoped.income_year
    WHERE income_year BETWEEN EXTRACT(YEAR FROM $since) - 1 AND EXTRACT(YEAR FROM $until)
)

SELECT
    judged.source_id,
    judged.source_row,
    judged.stat_month,
    judged.town_code,
    judged.division_code,
    judged.hh_key,
    judged.hh_key AS object_key,
    'net_per_capita' AS column_name,
    CAST(judged.net_per_capita AS VARCHAR) AS said,
    CAST(CAST(limits.high AS INTEGER) AS VARCHAR) AS wanted
FROM judged
INNER JOIN identified ON judged.hh_id = identified.hh_id AND judged.income_year = identified.identified_year
CROSS JOIN limits
WHERE judged.net_per_capita > limits.high
ORDER BY
    judged.stat_month,
    judged.hh_id
