-- title:   各类户和总数填写齐全
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.screening_result
SELECT
    t.source_id,
    t.source_row,
    t.stat_month,
    t.town_code,
    t.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.division_code AS object_key,
    CASE
        WHEN t.hh_ordinary IS NULL THEN 'hh_ordinary' WHEN t.hh_alleviated IS NULL THEN 'hh_alleviated' WHEN
            t.hh_monitored_active IS NULL
            THEN 'hh_monitored_active'
        WHEN t.hh_monitored_cleared IS NULL THEN 'hh_monitored_cleared' WHEN t.hh_total IS NULL THEN 'hh_total' ELSE
            'persons_total'
    END AS column_name,
    CONCAT_WS(
        '、',
        CASE WHEN t.hh_ordinary IS NULL THEN '一般农户' END,
        CASE WHEN t.hh_alleviated IS NULL THEN '脱贫户' END,
        CASE WHEN t.hh_monitored_active IS NULL THEN '监测户(未消除)' END,
        CASE WHEN t.hh_monitored_cleared IS NULL THEN '监测户(已消除)' END,
        CASE WHEN t.hh_total IS NULL THEN '排查总户数' END,
        CASE WHEN t.persons_total IS NULL THEN '排查总人数' END
    ) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.screening_result AS t
WHERE
    t.stat_month BETWEEN $since AND $until
    AND (
        t.hh_ordinary IS NULL
        OR t.hh_alleviated IS NULL
        OR t.hh_monitored_active IS NULL
        OR t.hh_monitored_cleared IS NULL
        OR t.hh_total IS NULL
        OR t.persons_total IS NULL
    )
ORDER BY
    t.stat_month,
    t.round_id,
    t.division_code
