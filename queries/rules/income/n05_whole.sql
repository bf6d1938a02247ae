-- title:   不符的: 收入七项要么都填，要么都不填
-- grain:   one row per fault
-- params:  $since DATE, $until DATE   first days of months, both included
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   an income stands under the December of its year, or under $until before that
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
        income_year,
        CASE WHEN wage IS NULL THEN 1 ELSE 0 END
        + CASE WHEN operating IS NULL THEN 1 ELSE 0 END
        + CASE WHEN property IS NULL THEN 1 ELSE 0 END
        + CASE WHEN transfer IS NULL THEN 1 ELSE 0 END
        + CASE WHEN operating_expense IS NULL THEN 1 ELSE 0 END
        + CASE WHEN net_total IS NULL THEN 1 ELSE 0 END
        + CASE WHEN net_per_capita IS NULL THEN 1 ELSE 0 END
            AS empty_cells,
        CASE
            WHEN wage IS NULL THEN 'wage'
            WHEN operating IS NULL THEN 'operating'
            WHEN property IS NULL THEN 'property'
            WHEN transfer IS NULL THEN 'transfer'
            WHEN operating_expense IS NULL THEN 'operating_expense'
            WHEN net_total IS NULL THEN 'net_total'
            ELSE 'net_per_capita'
        END AS first_empty
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
    judged.first_empty AS column_name,
    CAST(NULL AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM judged
WHERE judged.empty_cells BETWEEN 1 AND 6
ORDER BY
    judged.stat_month,
    judged.hh_id
