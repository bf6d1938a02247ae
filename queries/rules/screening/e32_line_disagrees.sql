-- title:   排查用的监测线与当年的监测范围一致
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.screening_round, scoped.income_line
SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    CAST(NULL AS VARCHAR) AS town_code,
    CAST(NULL AS VARCHAR) AS division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.round_id AS object_key,
    'income_line_yuan' AS column_name,
    CAST(t.income_line_yuan AS VARCHAR) AS said,
    CAST(l.value_yuan AS VARCHAR) AS wanted
FROM scoped.screening_round AS t
INNER JOIN scoped.income_line AS l
    ON
        l.line_code = 'provincial_range'
        AND l.year = EXTRACT(YEAR FROM t.start_date)
        AND t.income_line_yuan <> l.value_yuan
WHERE
    NOT EXISTS (
        SELECT 1
        FROM scoped.income_line AS k
        WHERE
            k.line_code = 'provincial_range'
            AND k.year = EXTRACT(YEAR FROM t.start_date)
            AND k.value_yuan = t.income_line_yuan
    )
ORDER BY
    t.round_id
