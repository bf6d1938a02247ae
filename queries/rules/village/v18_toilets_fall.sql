-- title:   已改厕的户数年内不减少
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.living_environment
WITH
counted AS (
    SELECT
        e.source_id,
        e.source_row,
        e.report_month,
        e.town_code,
        e.division_code,
        e.toilets_built,
        MAX(e.toilets_built) OVER (
            PARTITION BY e.division_code, EXTRACT(YEAR FROM e.report_month)
            ORDER BY e.report_month ASC
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS before
    FROM scoped.living_environment AS e
    WHERE EXTRACT(YEAR FROM e.report_month) BETWEEN EXTRACT(YEAR FROM $since) - 1 AND EXTRACT(YEAR FROM $until)
)

SELECT
    t.source_id,
    t.source_row,
    LEAST(t.report_month, $until) AS stat_month,
    t.town_code,
    t.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.division_code AS object_key,
    'toilets_built' AS column_name,
    CAST(t.toilets_built AS VARCHAR) AS said,
    CAST(t.before AS VARCHAR) AS wanted
FROM counted AS t
WHERE
    t.toilets_built < t.before
ORDER BY
    t.division_code,
    t.report_month
