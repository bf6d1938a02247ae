-- title:   整改时限不早于发现日期
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.issue_rectification
SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    t.town_code,
    t.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.issue_id AS object_key,
    'due_at' AS column_name,
    CAST(t.due_at AS VARCHAR) AS said,
    CAST(t.found_at AS VARCHAR) AS wanted
FROM scoped.issue_rectification AS t
WHERE
    t.due_at < t.found_at
ORDER BY
    t.issue_id
