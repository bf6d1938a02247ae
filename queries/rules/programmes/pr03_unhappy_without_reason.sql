-- title:   不认可的访谈写明不满意的方面
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.recognition_interview
SELECT
    t.source_id,
    t.source_row,
    CAST(DATE_TRUNC('month', t.interview_date) AS DATE) AS stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'unhappy_with' AS column_name,
    CAST(t.interview_date AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.recognition_interview AS t
WHERE
    t.interview_date >= $since
    AND t.interview_date < CAST($until + INTERVAL '1' MONTH AS DATE)
    AND NOT t.approves
    AND t.unhappy_with IS NULL
ORDER BY
    t.interview_id
