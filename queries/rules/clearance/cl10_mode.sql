-- title:   不符的: 消除的写明消除方式，未消除的不写
-- grain:   one row per fault
-- params:  $since DATE, $until DATE   first days of months, both included
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   a file without the column at all says nothing of anybody, so nobody is asked
-- reads:   scoped.household_month
WITH counted AS (
    SELECT
        source_id,
        source_row,
        stat_month,
        town_code,
        division_code,
        hh_id,
        hh_key,
        risk_status,
        clear_mode,
        COUNT(clear_mode) OVER (PARTITION BY source_id, stat_month, town_code) AS told
    FROM scoped.household_month
    WHERE
        stat_month BETWEEN $since AND $until
        AND risk_status IS NOT NULL
)

SELECT
    source_id,
    source_row,
    stat_month,
    town_code,
    division_code,
    hh_key,
    hh_key AS object_key,
    'clear_mode' AS column_name,
    CAST(NULL AS VARCHAR) AS said,
    CASE WHEN clear_mode IS NULL THEN 'lacks' ELSE 'extra' END AS wanted
FROM counted
WHERE
    told > 0
    AND (risk_status = 'cleared') <> (clear_mode IS NOT NULL)
ORDER BY
    stat_month,
    hh_id
