-- title:   预警的凭据: 本县用的收入线
-- grain:   one row per line of the year and the year before
-- params:  $object VARCHAR   code of the county
--          $month DATE
-- columns: line_id VARCHAR, division_code VARCHAR, year BIGINT, line_code VARCHAR, value_yuan DOUBLE,
--          source_title VARCHAR, confidence VARCHAR
-- units:   元 a person and year
-- reads:   scoped.income_line
SELECT
    line_id,
    division_code,
    CAST(year AS BIGINT) AS year,
    line_code,
    CAST(value_yuan AS DOUBLE) AS value_yuan,
    source_title,
    confidence
FROM scoped.income_line
WHERE
    year BETWEEN EXTRACT(YEAR FROM $month) - 1 AND EXTRACT(YEAR FROM $month)
    AND $object IS NOT NULL
ORDER BY line_id
