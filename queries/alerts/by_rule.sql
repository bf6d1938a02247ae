-- title:   每条预警规则一年里新增多少、月末成立多少
-- grain:   one row per rule that raised an alert in the span or has one standing
-- params:  $area VARCHAR       county, township or village
--          $from_month DATE
--          $month DATE         both ends included
-- columns: rule_id VARCHAR, raised BIGINT, standing BIGINT, red BIGINT, orange BIGINT, yellow BIGINT, ended BIGINT,
--          oldest DATE
-- units:   条; raised = that stand for the first time in the span; standing = at the end of the month, by severity;
--          ended = that stood in the span and stand no longer; oldest = the earliest start of those that stand
-- reads:   scoped.alert
WITH
spans AS (
    SELECT
        alert_key,
        rule_id,
        MIN(stat_month) AS first_month,
        MAX(stat_month) AS last_month
    FROM scoped.alert
    WHERE
        stat_month <= $month
        AND (LENGTH($area) = 6 OR town_code = $area OR division_code = $area)
    GROUP BY
        alert_key,
        rule_id
),

standing AS (
    SELECT
        rule_id,
        COUNT(*) FILTER (WHERE severity = 'red') AS red,
        COUNT(*) FILTER (WHERE severity = 'orange') AS orange,
        COUNT(*) FILTER (WHERE severity = 'yellow') AS yellow,
        MIN(since) AS oldest
    FROM scoped.alert
    WHERE
        stat_month = $month
        AND (LENGTH($area) = 6 OR town_code = $area OR division_code = $area)
    GROUP BY rule_id
)

SELECT
    spans.rule_id,
    CAST(COUNT(*) FILTER (WHERE spans.first_month >= $from_month) AS BIGINT) AS raised,
    CAST(COUNT(*) FILTER (WHERE spans.last_month = $month) AS BIGINT) AS standing,
    CAST(COALESCE(MAX(standing.red), 0) AS BIGINT) AS red,
    CAST(COALESCE(MAX(standing.orange), 0) AS BIGINT) AS orange,
    CAST(COALESCE(MAX(standing.yellow), 0) AS BIGINT) AS yellow,
    CAST(COUNT(*) FILTER (WHERE spans.last_month < $month) AS BIGINT) AS ended,
    MAX(standing.oldest) AS oldest
FROM spans
LEFT JOIN standing ON spans.rule_id = standing.rule_id
WHERE spans.last_month >= $from_month
GROUP BY spans.rule_id
ORDER BY spans.rule_id
