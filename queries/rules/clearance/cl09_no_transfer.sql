-- title:   不符的: 享受低保、特困的户，消除后有转移性收入
-- grain:   one row per fault
-- params:  $until DATE   first day of the last month
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   persons of the month of clearing
-- reads:   scoped.clearance, scoped.person_month
WITH entitled AS (
    SELECT DISTINCT
        hh_id,
        stat_month
    FROM scoped.person_month
    WHERE
        in_household
        AND (dibao IN ('rural', 'urban') OR tekun IN ('rural', 'urban'))
)

SELECT
    one.source_id,
    one.source_row,
    CAST($until AS DATE) AS stat_month,
    one.town_code,
    one.division_code,
    one.hh_key,
    one.hh_key AS object_key,
    'transfer_after' AS column_name,
    CAST(NULL AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.clearance AS one
INNER JOIN entitled ON one.hh_id = entitled.hh_id AND one.cleared_month = entitled.stat_month
WHERE one.transfer_after = 0
ORDER BY
    one.hh_id,
    one.cleared_month
