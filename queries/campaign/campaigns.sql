-- title:   专项行动: 到月末已经开始的
-- grain:   one row per campaign begun by the month's end, the one that began last first
-- params:  $month DATE
-- columns: campaign_id VARCHAR, campaign_name VARCHAR, start_date DATE, end_date DATE, organiser VARCHAR,
--          source_doc VARCHAR, goal VARCHAR, is_running BOOLEAN, aspects BIGINT
-- units:   is_running = not ended by the month's end; aspects = 个
-- reads:   scoped.campaign, scoped.campaign_aspect
WITH aspects AS (
    SELECT
        campaign_id,
        COUNT(*) AS aspects
    FROM scoped.campaign_aspect
    GROUP BY campaign_id
)

SELECT
    c.campaign_id,
    c.campaign_name,
    c.start_date,
    c.end_date,
    c.organiser,
    c.source_doc,
    c.goal,
    c.end_date >= CAST($month + INTERVAL '1' MONTH AS DATE) AS is_running,
    COALESCE(a.aspects, 0) AS aspects
FROM scoped.campaign AS c
LEFT JOIN aspects AS a ON c.campaign_id = a.campaign_id
WHERE c.start_date < CAST($month + INTERVAL '1' MONTH AS DATE)
ORDER BY
    c.start_date DESC,
    c.campaign_id ASC
