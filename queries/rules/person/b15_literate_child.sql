-- title:   不符的: 文化程度与年龄相符
-- grain:   one row per fault
-- params:  $since DATE, $until DATE   first days of months, both included
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said, wanted = what stands there, what should
-- reads:   scoped.person_month
WITH aged AS (
    SELECT
        source_id,
        source_row,
        stat_month,
        town_code,
        division_code,
        hh_id,
        hh_key,
        person_id,
        edu,
        EXTRACT(YEAR FROM stat_month)
        - EXTRACT(YEAR FROM birth_date)
        - CASE WHEN EXTRACT(MONTH FROM birth_date) > EXTRACT(MONTH FROM stat_month) THEN 1 ELSE 0 END AS age
    FROM scoped.person_month
    WHERE
        stat_month BETWEEN $since AND $until
        AND edu IN ('初中', '高中', '大专', '本科及以上')
)

SELECT
    source_id,
    source_row,
    stat_month,
    town_code,
    division_code,
    hh_key,
    hh_key AS object_key,
    'edu' AS column_name,
    edu AS said,
    CAST(CAST(age AS INTEGER) AS VARCHAR) AS wanted
FROM aged
WHERE
    (age < 12 AND edu = '初中')
    OR (age < 15 AND edu IN ('高中', '大专', '本科及以上'))
ORDER BY
    stat_month,
    person_id
