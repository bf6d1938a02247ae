-- title:   农户逐月状态
-- grain:   one row per month in which the household is in the files, up to the month asked
-- params:  $hh VARCHAR, $month DATE
-- columns: stat_month DATE, state VARCHAR, hh_type VARCHAR, mon_type VARCHAR, hh_persons INTEGER
-- units:   hh_persons = 人; state = active, cleared, or none (not monitored)
-- reads:   mart.household_history
SELECT
    stat_month,
    COALESCE(risk_status, 'none') AS state,
    hh_type,
    mon_type,
    hh_persons
FROM mart.household_history
WHERE hh_key = $hh AND stat_month <= $month
ORDER BY stat_month
