-- title:   雨露计划毕业生填了就业的有就业日期，且不早于毕业前一年
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.yulu_graduate
SELECT
    t.source_id,
    t.source_row,
    CAST(DATE_TRUNC('month', t.graduated_at) AS DATE) AS stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'employed_at' AS column_name,
    CAST(t.employed_at AS VARCHAR) AS said,
    CASE
        WHEN t.employed AND t.employed_at IS NULL THEN 'missing'
        WHEN NOT t.employed THEN 'contradicts'
        ELSE 'early'
    END AS wanted
FROM scoped.yulu_graduate AS t
WHERE
    t.graduated_at >= $since
    AND t.graduated_at < CAST($until + INTERVAL '1' MONTH AS DATE)
    AND (
        (t.employed AND t.employed_at IS NULL)
        OR (NOT t.employed AND t.employed_at IS NOT NULL)
        OR t.employed_at < CAST(t.graduated_at - INTERVAL '1' YEAR AS DATE)
    )
ORDER BY
    t.person_id,
    t.graduated_at
