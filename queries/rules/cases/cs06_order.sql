-- title:   不符的: 线索、核实、公示、审定、标注的日期依次进行
-- grain:   one row per fault
-- params:  $until DATE   first day of the last month
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said, wanted = days; cases as they stand, under the month $until
-- reads:   scoped.identification_case
WITH steps AS (
    SELECT
        source_id,
        source_row,
        town_code,
        division_code,
        hh_key,
        case_id,
        'checked_at' AS column_name,
        checked_at AS said,
        clue_at AS wanted
    FROM scoped.identification_case
    WHERE checked_at < clue_at
    UNION ALL
    SELECT
        source_id,
        source_row,
        town_code,
        division_code,
        hh_key,
        case_id,
        'publicity_start' AS column_name,
        publicity_start AS said,
        checked_at AS wanted
    FROM scoped.identification_case
    WHERE publicity_start < checked_at
    UNION ALL
    SELECT
        source_id,
        source_row,
        town_code,
        division_code,
        hh_key,
        case_id,
        'publicity_end' AS column_name,
        publicity_end AS said,
        publicity_start AS wanted
    FROM scoped.identification_case
    WHERE publicity_end < publicity_start
    UNION ALL
    SELECT
        source_id,
        source_row,
        town_code,
        division_code,
        hh_key,
        case_id,
        'marked_at' AS column_name,
        marked_at AS said,
        decided_at AS wanted
    FROM scoped.identification_case
    WHERE marked_at < decided_at
)

SELECT
    source_id,
    source_row,
    CAST($until AS DATE) AS stat_month,
    town_code,
    division_code,
    hh_key,
    hh_key AS object_key,
    column_name,
    CAST(said AS VARCHAR) AS said,
    CAST(wanted AS VARCHAR) AS wanted
FROM steps
ORDER BY
    case_id,
    column_name
