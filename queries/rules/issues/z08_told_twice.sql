-- title:   同一个问题在一个乡镇(村)只列一次
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.issue_rectification
WITH
numbered AS (
    SELECT
        i.source_id,
        i.source_row,
        i.town_code,
        i.division_code,
        i.issue_id,
        FIRST_VALUE(i.issue_id) OVER (
            PARTITION BY i.source, i.source_doc, i.source_year, i.content, i.town_code, i.division_code, i.found_at
            ORDER BY i.issue_id ASC
        ) AS first_id
    FROM scoped.issue_rectification AS i
)

SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    t.town_code,
    t.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.issue_id AS object_key,
    'issue_id' AS column_name,
    t.first_id AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM numbered AS t
WHERE
    t.issue_id <> t.first_id
ORDER BY
    t.issue_id
