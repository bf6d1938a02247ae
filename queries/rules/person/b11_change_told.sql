-- title:   不符的: 不在户的人写明自然变更和日期，日期不晚于本月
-- grain:   one row per fault
-- params:  $since DATE, $until DATE   first days of months, both included
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said, wanted = what stands there, what should
-- reads:   scoped.person_month
WITH told AS (
    SELECT
        source_id,
        source_row,
        stat_month,
        town_code,
        division_code,
        hh_id,
        hh_key,
        person_id,
        change_date,
        CASE
            WHEN NOT in_household AND change_code IS NULL THEN 'no_code'
            WHEN change_code IS NOT NULL AND change_date IS NULL THEN 'no_date'
            WHEN change_date >= CAST(stat_month + INTERVAL '1' MONTH AS DATE) THEN 'later'
        END AS what
    FROM scoped.person_month
    WHERE stat_month BETWEEN $since AND $until
)

SELECT
    source_id,
    source_row,
    stat_month,
    town_code,
    division_code,
    hh_key,
    hh_key AS object_key,
    CASE WHEN what = 'no_code' THEN 'change_code' ELSE 'change_date' END AS column_name,
    CAST(change_date AS VARCHAR) AS said,
    what AS wanted
FROM told
WHERE
    what IS NOT NULL
ORDER BY
    stat_month,
    person_id
