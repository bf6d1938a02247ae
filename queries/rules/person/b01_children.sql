-- title:   不符的: 不满16岁的和在校的，劳动技能是无劳动力
-- grain:   one row per fault
-- params:  $since DATE, $until DATE   first days of months, both included
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said, wanted = what stands there, what should
-- reads:   scoped.person_month
SELECT
    source_id,
    source_row,
    stat_month,
    town_code,
    division_code,
    hh_key,
    hh_key AS object_key,
    'labour' AS column_name,
    labour AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.person_month
WHERE
    stat_month BETWEEN $since AND $until
    AND labour IN ('skilled', 'ordinary', 'weak')
    AND (
        school IN (
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
        )
        OR (
            birth_date >= CAST($since - INTERVAL '16' YEAR AS DATE)
            AND birth_date >= CAST(stat_month + INTERVAL '1' MONTH - INTERVAL '16' YEAR AS DATE)
        )
    )
ORDER BY
    stat_month,
    person_id
