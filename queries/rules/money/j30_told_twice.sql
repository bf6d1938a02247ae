-- title:   同一笔下达只报一条
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.fund_allocation
WITH
numbered AS (
    SELECT
        a.source_id,
        a.source_row,
        a.town_code,
        a.allocation_id,
        FIRST_VALUE(a.allocation_id) OVER (
            PARTITION BY a.doc_no, a.source, a.town_code, a.project_id, a.allocated_at, a.amount
            ORDER BY a.allocation_id ASC
        ) AS first_id
    FROM scoped.fund_allocation AS a
)

SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    t.town_code,
    CAST(NULL AS VARCHAR) AS division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.allocation_id AS object_key,
    'allocation_id' AS column_name,
    t.first_id AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM numbered AS t
WHERE
    t.allocation_id <> t.first_id
ORDER BY
    t.allocation_id
