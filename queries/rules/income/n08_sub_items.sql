-- title:   不符的: 其中项不大于所属的大项
-- grain:   one row per fault
-- params:  $since DATE, $until DATE   first days of months, both included
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said, wanted = yuan; an income stands under the December of its year, or under $until before that
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
        'wage_public_post' AS column_name,
        wage_public_post AS part,
        wage AS whole
    FROM scoped.income_year
    WHERE
        income_year BETWEEN EXTRACT(YEAR FROM $since) - 1 AND EXTRACT(YEAR FROM $until)
        AND wage_public_post > wage
    UNION ALL
    SELECT
        source_id,
        source_row,
        LEAST(CAST(CONCAT(CAST(income_year AS VARCHAR), '-12-01') AS DATE), $until) AS stat_month,
        town_code,
        division_code,
        hh_id,
        hh_key,
        'property_asset_dividend' AS column_name,
        property_asset_dividend AS part,
        property AS whole
    FROM scoped.income_year
    WHERE
        income_year BETWEEN EXTRACT(YEAR FROM $since) - 1 AND EXTRACT(YEAR FROM $until)
        AND property_asset_dividend > property
    UNION ALL
    SELECT
        source_id,
        source_row,
        LEAST(CAST(CONCAT(CAST(income_year AS VARCHAR), '-12-01') AS DATE), $until) AS stat_month,
        town_code,
        division_code,
        hh_id,
        hh_key,
        'expense_subsidy' AS column_name,
        expense_subsidy AS part,
        operating_expense AS whole
    FROM scoped.income_year
    WHERE
        income_year BETWEEN EXTRACT(YEAR FROM $since) - 1 AND EXTRACT(YEAR FROM $until)
        AND expense_subsidy > operating_expense
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
    CAST(part AS VARCHAR) AS said,
    CAST(whole AS VARCHAR) AS wanted
FROM judged
ORDER BY
    stat_month,
    hh_id,
    column_name
