-- title:   不符的: 收入和支出各项不为负
-- grain:   one row per fault
-- params:  $since DATE, $until DATE   first days of months, both included
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said = yuan; an income stands under the December of its year, or under $until before that
-- reads:   scoped.income_year
WITH judged AS (
    SELECT
        source_id,
        source_row,
        LEAST(CAST(CONCAT(CAST(income_year AS VARCHAR), '-12-01') AS DATE), $until) AS stat_month,
        town_code,
        division_code,
        hh_id,
        hh_key,
        'wage' AS column_name,
        wage AS figure
    FROM scoped.income_year
    WHERE
        income_year BETWEEN EXTRACT(YEAR FROM $since) - 1 AND EXTRACT(YEAR FROM $until)
        AND wage < 0
    UNION ALL
    SELECT
        source_id,
        source_row,
        LEAST(CAST(CONCAT(CAST(income_year AS VARCHAR), '-12-01') AS DATE), $until) AS stat_month,
        town_code,
        division_code,
        hh_id,
        hh_key,
        'operating' AS column_name,
        operating AS figure
    FROM scoped.income_year
    WHERE
        income_year BETWEEN EXTRACT(YEAR FROM $since) - 1 AND EXTRACT(YEAR FROM $until)
        AND operating < 0
    UNION ALL
    SELECT
        source_id,
        source_row,
        LEAST(CAST(CONCAT(CAST(income_year AS VARCHAR), '-12-01') AS DATE), $until) AS stat_month,
        town_code,
        division_code,
        hh_id,
        hh_key,
        'property' AS column_name,
        property AS figure
    FROM scoped.income_year
    WHERE
        income_year BETWEEN EXTRACT(YEAR FROM $since) - 1 AND EXTRACT(YEAR FROM $until)
        AND property < 0
    UNION ALL
    SELECT
        source_id,
        source_row,
        LEAST(CAST(CONCAT(CAST(income_year AS VARCHAR), '-12-01') AS DATE), $until) AS stat_month,
        town_code,
        division_code,
        hh_id,
        hh_key,
        'transfer' AS column_name,
        transfer AS figure
    FROM scoped.income_year
    WHERE
        income_year BETWEEN EXTRACT(YEAR FROM $since) - 1 AND EXTRACT(YEAR FROM $until)
        AND transfer < 0
    UNION ALL
    SELECT
        source_id,
        source_row,
        LEAST(CAST(CONCAT(CAST(income_year AS VARCHAR), '-12-01') AS DATE), $until) AS stat_month,
        town_code,
        division_code,
        hh_id,
        hh_key,
        'operating_expense' AS column_name,
        operating_expense AS figure
    FROM scoped.income_year
    WHERE
        income_year BETWEEN EXTRACT(YEAR FROM $since) - 1 AND EXTRACT(YEAR FROM $until)
        AND operating_expense < 0
)

SELECT
    source_id,
    source_row,
    stat_month,
    town_code,
    division_code,
    hh_key,
    hh_key AS object_key,
    column_name,
    CAST(figure AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM judged
ORDER BY
    stat_month,
    hh_id,
    column_name
