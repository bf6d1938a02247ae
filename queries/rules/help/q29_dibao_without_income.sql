-- title:   当年有人享受低保的户，收入里有最低生活保障金
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.income_year, scoped.person_month
SELECT
    t.source_id,
    t.source_row,
    LEAST(CAST(CONCAT(CAST(t.income_year AS VARCHAR), '-12-01') AS DATE), $until) AS stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'transfer_dibao' AS column_name,
    CAST(t.income_year AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.income_year AS t
WHERE
    t.income_year BETWEEN EXTRACT(YEAR FROM $since) - 1 AND EXTRACT(YEAR FROM $until)
    AND t.income_year >= EXTRACT(YEAR FROM $since)
    AND COALESCE(t.transfer_dibao, 0) = 0
    AND 2 <= (
        SELECT COUNT(DISTINCT p.stat_month)
        FROM scoped.person_month AS p
        WHERE
            p.hh_id = t.hh_id
            AND p.dibao IN ('rural', 'urban')
            AND p.stat_month IN (
                CAST(CONCAT(CAST(t.income_year AS VARCHAR), '-01-01') AS DATE),
                CAST(CONCAT(CAST(t.income_year AS VARCHAR), '-09-01') AS DATE)
            )
    )
ORDER BY
    t.hh_id,
    t.income_year,
    t.window_type
