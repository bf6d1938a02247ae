-- title:   不符的: 有产业帮扶的户，消除后有生产经营性收入
-- grain:   one row per fault
-- params:  $until DATE   first day of the last month
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   measures of the twelve months before the clearing
-- reads:   scoped.clearance, scoped.measure
WITH helped AS (
    SELECT DISTINCT
        told.hh_id,
        told.cleared_month
    FROM scoped.clearance AS told
    INNER JOIN scoped.measure AS help ON told.hh_id = help.hh_id
    WHERE
        help.category IN ('industry')
        AND help.status <> 'planned'
        AND help.start_date < CAST(told.cleared_month + INTERVAL '1' MONTH AS DATE)
)

SELECT
    one.source_id,
    one.source_row,
    CAST($until AS DATE) AS stat_month,
    one.town_code,
    one.division_code,
    one.hh_key,
    one.hh_key AS object_key,
    'operating_after' AS column_name,
    CAST(NULL AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.clearance AS one
INNER JOIN helped ON one.hh_id = helped.hh_id AND one.cleared_month = helped.cleared_month
WHERE one.operating_after = 0
ORDER BY
    one.hh_id,
    one.cleared_month
