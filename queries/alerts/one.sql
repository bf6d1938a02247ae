-- title:   一条预警在各月的情况
-- grain:   one row per month in which the alert stands, oldest first
-- params:  $alert VARCHAR   alert_key
-- columns: stat_month DATE, alert_key VARCHAR, rule_id VARCHAR, severity VARCHAR, town_code VARCHAR,
--          division_code VARCHAR, hh_key VARCHAR, object_key VARCHAR, table_name VARCHAR, since DATE, due_at DATE,
--          owner_kind VARCHAR, owner_code VARCHAR, message VARCHAR
-- units:   -
-- reads:   scoped.alert
SELECT
    stat_month,
    alert_key,
    rule_id,
    severity,
    town_code,
    division_code,
    hh_key,
    object_key,
    table_name,
    since,
    due_at,
    owner_kind,
    owner_code,
    message
FROM scoped.alert
WHERE alert_key = $alert
ORDER BY stat_month
