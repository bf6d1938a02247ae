-- title:   不符的: 6到15岁的在校，不在校的写明原因
-- grain:   one row per fault
-- params:  $since DATE, $until DATE   first days of months, both included
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   school age: six by the last day of August, not yet sixteen, junior school not finished
-- reads:   scoped.person_month
SELECT
    source_id,
    source_row,
    stat_month,
    town_code,
    division_code,
    hh_key,
    hh_key AS object_key,
    'school' AS column_name,
    CAST(NULL AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.person_month
WHERE
    stat_month BETWEEN $since AND $until
    AND in_household
    AND birth_date >= CAST($since - INTERVAL '16' YEAR AS DATE)
    AND birth_date >= CAST(stat_month + INTERVAL '1' MONTH - INTERVAL '16' YEAR AS DATE)
    AND (
        EXTRACT(YEAR FROM CAST(stat_month - INTERVAL '8' MONTH AS DATE)) - EXTRACT(YEAR FROM birth_date)
        - CASE WHEN EXTRACT(MONTH FROM birth_date) > 8 THEN 1 ELSE 0 END
    ) >= 6
    AND COALESCE(
        school NOT IN (
            'primary',
            'j7',
            'j8',
            'j9',
            'h1',
            'h2',
            'h3',
            'v1',
            'v2',
            'v3',
            'c1',
            'c2',
            'c3',
            'tech',
            'bachelor',
            'graduate'
        ),
        TRUE
    )
    AND COALESCE(edu NOT IN ('初中', '高中', '大专', '本科及以上'), TRUE)
    AND not_in_school_reason IS NULL
ORDER BY
    stat_month,
    person_id
