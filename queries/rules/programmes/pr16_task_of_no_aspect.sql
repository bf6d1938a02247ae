-- title:   专项行动任务的行动和方面已登记
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.campaign_task, scoped.campaign_aspect
SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    t.town_code,
    t.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.task_id AS object_key,
    'aspect_no' AS column_name,
    CAST(t.aspect_no AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.campaign_task AS t
WHERE
    NOT EXISTS (
        SELECT 1
        FROM scoped.campaign_aspect AS a
        WHERE a.campaign_id = t.campaign_id AND a.aspect_no = t.aspect_no
    )
ORDER BY
    t.task_id
