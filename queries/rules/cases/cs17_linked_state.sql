-- title:   不符的: 个案的状态是最后一步到达的状态
-- grain:   one row per fault
-- params:  $until DATE   first day of the last month
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said, wanted = states; cases as they stand, under the month $until
-- reads:   scoped.case_event, scoped.identification_case
WITH ranked AS (
    SELECT
        case_id,
        to_state,
        ROW_NUMBER() OVER (PARTITION BY case_id ORDER BY seq DESC) AS place
    FROM scoped.case_event
)

SELECT
    one.source_id,
    one.source_row,
    CAST($until AS DATE) AS stat_month,
    one.town_code,
    one.division_code,
    one.hh_key,
    one.hh_key AS object_key,
    'state' AS column_name,
    one.state AS said,
    latest.to_state AS wanted
FROM scoped.identification_case AS one
INNER JOIN ranked AS latest ON one.case_id = latest.case_id AND latest.place = 1
WHERE one.state <> latest.to_state
ORDER BY one.case_id
