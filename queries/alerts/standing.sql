-- title:   月末成立的预警: 级别、责任单位、起止
-- grain:   one row per alert that stands at the end of the month
-- params:  $area VARCHAR     county, township or village
--          $month DATE
-- columns: alert_key VARCHAR, rule_id VARCHAR, severity VARCHAR, town_code VARCHAR, division_code VARCHAR,
--          owner_kind VARCHAR, owner_code VARCHAR, since DATE, due_at DATE
-- units:   -
-- reads:   scoped.alert
SELECT
    alert_key,
    rule_id,
    severity,
    town_code,
    division_code,
    owner_kind,
    owner_code,
    since,
    due_at
FROM scoped.alert
WHERE
    stat_month = $month
    AND (LENGTH($area) = 6 OR town_code = $area OR division_code = $area)
ORDER BY alert_key
