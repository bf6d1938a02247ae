-- title:   这一户当月的预警
-- grain:   one row per alert standing at the month's end
-- params:  $hh VARCHAR, $month DATE
-- columns: rule_id VARCHAR, severity VARCHAR, since DATE, due_at DATE, owner_kind VARCHAR, message VARCHAR,
--          alert_key VARCHAR
-- units:   -
-- reads:   scoped.alert
SELECT
    rule_id,
    severity,
    since,
    due_at,
    owner_kind,
    message,
    alert_key
FROM scoped.alert
WHERE stat_month = $month AND hh_key = $hh
ORDER BY due_at, rule_id, alert_key
