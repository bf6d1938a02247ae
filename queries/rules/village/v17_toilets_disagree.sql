-- title:   已改厕不超过任务，已核查和问题厕所不超过已改厕
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.living_environment
SELECT
    t.source_id,
    t.source_row,
    LEAST(t.report_month, $until) AS stat_month,
    t.town_code,
    t.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.division_code AS object_key,
    CASE
        WHEN t.toilets_built > t.toilets_task THEN 'toilets_built' WHEN
            t.toilets_checked > t.toilets_built
            THEN 'toilets_checked'
        ELSE 'toilets_broken'
    END AS column_name,
    CAST(
        CASE
            WHEN t.toilets_built > t.toilets_task THEN t.toilets_built WHEN
                t.toilets_checked > t.toilets_built
                THEN t.toilets_checked
            ELSE t.toilets_broken
        END AS VARCHAR
    ) AS said,
    CASE
        WHEN t.toilets_built > t.toilets_task THEN 'task' WHEN t.toilets_checked > t.toilets_built THEN 'checked' ELSE
            'broken'
    END AS wanted
FROM scoped.living_environment AS t
WHERE
    EXTRACT(YEAR FROM t.report_month) BETWEEN EXTRACT(YEAR FROM $since) - 1 AND EXTRACT(YEAR FROM $until)
    AND (t.toilets_built > t.toilets_task OR t.toilets_checked > t.toilets_built OR t.toilets_broken > t.toilets_built)
ORDER BY
    t.division_code,
    t.report_month
