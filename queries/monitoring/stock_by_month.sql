-- title:   监测对象存量, 按类别和风险状态, 逐月
-- grain:   one row per month, type and status; a month that was not published has no row
-- params:  $area VARCHAR            county, township or village
--          $from_month DATE, $month DATE   first of month, both ends included
--          $type VARCHAR?, $status VARCHAR?
-- columns: stat_month DATE, series VARCHAR, mon_type VARCHAR, risk_status VARCHAR, hh BIGINT, persons BIGINT
-- units:   series = status.type; hh = 户, persons = 人
-- reads:   mart.indicator_month
-- The ids stand beside the mart: a list in WHERE would be sought in every row of every file.
WITH splits AS (
    SELECT
        figures.stat_month,
        figures.value,
        kinds.mon_type,
        kinds.risk_status,
        kinds.counts
    FROM mart.indicator_month AS figures
    LEFT JOIN (
        VALUES
        ('monitored_hh_active.unstable', 'unstable', 'active', 'hh'),
        ('monitored_persons_active.unstable', 'unstable', 'active', 'persons'),
        ('monitored_hh_active.marginal', 'marginal', 'active', 'hh'),
        ('monitored_persons_active.marginal', 'marginal', 'active', 'persons'),
        ('monitored_hh_active.sudden', 'sudden', 'active', 'hh'),
        ('monitored_persons_active.sudden', 'sudden', 'active', 'persons'),
        ('monitored_hh_cleared.unstable', 'unstable', 'cleared', 'hh'),
        ('monitored_persons_cleared.unstable', 'unstable', 'cleared', 'persons'),
        ('monitored_hh_cleared.marginal', 'marginal', 'cleared', 'hh'),
        ('monitored_persons_cleared.marginal', 'marginal', 'cleared', 'persons'),
        ('monitored_hh_cleared.sudden', 'sudden', 'cleared', 'hh'),
        ('monitored_persons_cleared.sudden', 'sudden', 'cleared', 'persons')
    ) AS kinds (indicator_id, mon_type, risk_status, counts)
        ON figures.indicator_id = kinds.indicator_id
    WHERE figures.area_code = $area AND figures.stat_month BETWEEN $from_month AND $month
)

SELECT
    stat_month,
    risk_status || '.' || mon_type AS series,
    mon_type,
    risk_status,
    CAST(MAX(CASE WHEN counts = 'hh' THEN value END) AS BIGINT) AS hh,
    CAST(MAX(CASE WHEN counts = 'persons' THEN value END) AS BIGINT) AS persons
FROM splits
WHERE ($type IS NULL OR mon_type = $type) AND ($status IS NULL OR risk_status = $status) AND mon_type IS NOT NULL
GROUP BY stat_month, mon_type, risk_status
ORDER BY stat_month, risk_status, mon_type
