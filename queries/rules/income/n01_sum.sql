-- title:   不符的: 纯收入等于四项收入之和减生产经营性支出
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
        income_year,
        net_total,
        wage + operating + property + transfer - operating_expense AS total
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
    'net_total' AS column_name,
    CAST(judged.net_total AS VARCHAR) AS said,
    CAST(judged.total AS VARCHAR) AS wanted
FROM judged
WHERE ABS(judged.net_total - judged.total) > 1
ORDER BY
    judged.stat_month,
    judged.hh_id
