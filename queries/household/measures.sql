-- title:   帮扶措施
-- grain:   one row per measure that had started, or was planned, by the month's end, latest first
-- params:  $hh VARCHAR, $month DATE
-- columns: start_date DATE, end_date VARCHAR, category VARCHAR, sub VARCHAR, amount DOUBLE, dept_code VARCHAR,
--          status VARCHAR, measure_id VARCHAR
-- units:   amount = 元; end_date = '' while it goes on
-- reads:   scoped.measure
SELECT
    start_date,
    COALESCE(CAST(end_date AS VARCHAR), '') AS end_date,
    category,
    sub,
    CAST(amount AS DOUBLE) AS amount,
    dept_code,
    status,
    measure_id
FROM scoped.measure
WHERE hh_key = $hh AND (status = 'planned' OR start_date < CAST($month + INTERVAL '1' MONTH AS DATE))
ORDER BY start_date DESC, measure_id ASC
