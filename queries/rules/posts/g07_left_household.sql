-- title:   在岗人员仍在户
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.public_post, scoped.person_month
SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'person_id' AS column_name,
    CAST(NULL AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.public_post AS t
INNER JOIN scoped.person_month AS p
    ON
        t.person_id = p.person_id
        AND p.stat_month = $until
WHERE
    t.start_month <= $until
    AND COALESCE(t.end_month, $until) >= $until
    AND NOT p.in_household
ORDER BY
    t.post_id
