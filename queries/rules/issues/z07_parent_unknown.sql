-- title:   上级问题编号在问题清单里
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
    'parent_issue_id' AS column_name,
    t.parent_issue_id AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.issue_rectification AS t
WHERE
    t.parent_issue_id IS NOT NULL
    AND (
        t.parent_issue_id = t.issue_id OR NOT EXISTS (
            SELECT 1 FROM scoped.issue_rectification AS p
            WHERE p.issue_id = t.parent_issue_id
        )
    )
ORDER BY
    t.issue_id
