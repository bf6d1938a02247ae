-- title:   返贫致贫零报告的户数与认定名单一致
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.return_report, scoped.return_to_poverty
WITH
standing AS (
    SELECT
        r.division_code,
        r.report_month,
        COUNT(*) FILTER (WHERE h.return_kind = 'returned') AS returned,
        COUNT(*) FILTER (WHERE h.return_kind = 'fallen') AS fallen
    FROM scoped.return_report AS r
    INNER JOIN scoped.return_to_poverty AS h
        ON
            r.division_code = h.division_code
            AND h.confirmed_at < CAST(r.report_month + INTERVAL '1' MONTH AS DATE)
            AND (h.resolved_at IS NULL OR h.resolved_at >= CAST(r.report_month + INTERVAL '1' MONTH AS DATE))
    WHERE r.report_month BETWEEN $since AND $until
    GROUP BY
        r.division_code,
        r.report_month
)

SELECT
    t.source_id,
    t.source_row,
    t.report_month AS stat_month,
    t.town_code,
    t.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.division_code AS object_key,
    CASE WHEN t.returned_hh <> COALESCE(s.returned, 0) THEN 'returned_hh' ELSE 'fallen_hh' END AS column_name,
    CASE
        WHEN t.returned_hh <> COALESCE(s.returned, 0) THEN CAST(t.returned_hh AS VARCHAR) ELSE
            CAST(t.fallen_hh AS VARCHAR)
    END AS said,
    CASE
        WHEN t.returned_hh <> COALESCE(s.returned, 0) THEN CAST(COALESCE(s.returned, 0) AS VARCHAR) ELSE
            CAST(COALESCE(s.fallen, 0) AS VARCHAR)
    END AS wanted
FROM scoped.return_report AS t
LEFT JOIN standing AS s
    ON
        t.division_code = s.division_code
        AND t.report_month = s.report_month
WHERE
    t.report_month BETWEEN $since AND $until
    AND (t.returned_hh <> COALESCE(s.returned, 0) OR t.fallen_hh <> COALESCE(s.fallen, 0))
ORDER BY
    t.report_month,
    t.division_code
