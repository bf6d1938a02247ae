-- title:   不符的: 大病保险参加情况都填了
-- grain:   one row per fault
-- params:  $since DATE, $until DATE   first days of months, both included
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   a file without the column at all says nothing of anybody, so nobody is asked
-- reads:   scoped.person_month
WITH counted AS (
    SELECT
        source_id,
        source_row,
        stat_month,
        town_code,
        division_code,
        hh_id,
        hh_key,
        person_id,
        insured_major,
        COUNT(insured_major) OVER (PARTITION BY source_id, stat_month, town_code) AS told
    FROM scoped.person_month
    WHERE
        stat_month BETWEEN $since AND $until
        AND in_household
)

SELECT
    source_id,
    source_row,
    stat_month,
    town_code,
    division_code,
    hh_key,
    hh_key AS object_key,
    'insured_major' AS column_name,
    CAST(NULL AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM counted
WHERE
    insured_major IS NULL
    AND told > 0
ORDER BY
    stat_month,
    person_id
