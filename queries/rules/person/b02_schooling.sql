-- title:   不符的: 文化程度、在校生状况、未上学原因只填一项
-- grain:   one row per fault
-- params:  $since DATE, $until DATE   first days of months, both included
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said, wanted = what stands there, what should
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
        CASE WHEN edu IS NULL THEN 0 ELSE 1 END
        + CASE WHEN school IS NULL THEN 0 ELSE 1 END
        + CASE WHEN not_in_school_reason IS NULL THEN 0 ELSE 1 END AS told
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
    CASE WHEN told = 0 THEN 'edu' ELSE 'school' END AS column_name,
    CAST(NULL AS VARCHAR) AS said,
    CASE WHEN told = 0 THEN 'none' ELSE 'both' END AS wanted
FROM counted
WHERE
    told <> 1
ORDER BY
    stat_month,
    person_id
