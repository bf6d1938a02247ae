-- title:   监测对象存量, 按类别和风险状态, 逐月
-- grain:   one row per month, type and status; a month that was not published has no row
-- params:  $area VARCHAR            county, township or village
--          $from_month DATE, $month DATE   first of month, both ends included
--          $type VARCHAR?, $status VARCHAR?
-- columns: stat_month DATE, series VARCHAR, mon_type VARCHAR, risk_status VARCHAR, hh BIGINT, persons BIGINT
-- units:   series = status.type; hh = 户, persons = 人
-- reads:   mart.indicator_month
WITH splits AS (
    SELECT
        stat_month,
        value,
        CASE
            WHEN indicator_id LIKE '%.unstable' THEN 'unstable'
            WHEN indicator_id LIKE '%.marginal' THEN 'marginal'
            ELSE 'sudden'
        END AS mon_type,
        CASE WHEN indicator_id LIKE '%active.%' THEN 'active' ELSE 'cleared' END AS risk_status,
        CASE WHEN indicator_id LIKE 'monitored_hh%' THEN 1 ELSE 0 END AS counts_households
    FROM mart.indicator_month
    WHERE
        area_code = $area
        AND stat_month BETWEEN $from_month AND $month
        AND indicator_id IN (
            'monitored_hh_active.unstable', 'monitored_hh_active.marginal', 'monitored_hh_active.sudden',
            'monitored_hh_cleared.unstable', 'monitored_hh_cleared.marginal', 'monitored_hh_cleared.sudden',
            'monitored_persons_active.unstable', 'monitored_persons_active.marginal',
            'monitored_persons_active.sudden', 'monitored_persons_cleared.unstable',
            'monitored_persons_cleared.marginal', 'monitored_persons_cleared.sudden'
        )
)

SELECT
    stat_month,
    risk_status || '.' || mon_type AS series,
    mon_type,
    risk_status,
    CAST(MAX(CASE WHEN counts_households = 1 THEN value END) AS BIGINT) AS hh,
    CAST(MAX(CASE WHEN counts_households = 0 THEN value END) AS BIGINT) AS persons
FROM splits
WHERE ($type IS NULL OR mon_type = $type) AND ($status IS NULL OR risk_status = $status)
GROUP BY stat_month, mon_type, risk_status
ORDER BY stat_month, risk_status, mon_type
