-- title:   招聘会达成意向不超过到场人数，已入职不超过达成意向
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.job_fair
SELECT
    t.source_id,
    t.source_row,
    CAST(DATE_TRUNC('month', t.fair_date) AS DATE) AS stat_month,
    t.town_code,
    t.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.fair_id AS object_key,
    CASE WHEN t.intents > t.attendees THEN 'intents' ELSE 'hired' END AS column_name,
    CASE WHEN t.intents > t.attendees THEN CAST(t.intents AS VARCHAR) ELSE CAST(t.hired AS VARCHAR) END AS said,
    CASE WHEN t.intents > t.attendees THEN CAST(t.attendees AS VARCHAR) ELSE CAST(t.intents AS VARCHAR) END AS wanted
FROM scoped.job_fair AS t
WHERE
    t.fair_date >= $since
    AND t.fair_date < CAST($until + INTERVAL '1' MONTH AS DATE)
    AND (t.intents > t.attendees OR t.hired > t.intents)
ORDER BY
    t.fair_id
