-- title:   未上学原因只填6至15岁的人
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.person_month
SELECT
    t.source_id,
    t.source_row,
    t.stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'not_in_school_reason' AS column_name,
    CAST(
        EXTRACT(YEAR FROM t.stat_month)
        - EXTRACT(YEAR FROM t.birth_date)
        - CASE WHEN EXTRACT(MONTH FROM t.birth_date) > EXTRACT(MONTH FROM t.stat_month) THEN 1 ELSE 0 END AS VARCHAR
    ) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.person_month AS t
WHERE
    t.stat_month BETWEEN $since AND $until
    AND t.in_household
    AND t.not_in_school_reason IS NOT NULL
    AND (
        t.birth_date < CAST(t.stat_month + INTERVAL '1' MONTH - INTERVAL '16' YEAR AS DATE)
        OR t.birth_date >= CAST(t.stat_month + INTERVAL '1' MONTH - INTERVAL '6' YEAR AS DATE)
    )
ORDER BY
    t.stat_month,
    t.person_id
