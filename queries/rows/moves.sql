-- title:   今年的识别、消除、回退和整户退出: 计入所问指标的, 和没有计入的及原因
-- grain:   one row per event of a household from January to the month; amount adds up over the rows without
--          dropped_by
-- params:  $area VARCHAR, $month DATE
--          $indicator VARCHAR       new_monitored, cleared, rollback or households that left; .month is this month
-- columns: hh_key VARCHAR, village_name VARCHAR, head_name VARCHAR, stat_month DATE, event VARCHAR,
--          mon_type VARCHAR, hh_persons INTEGER, amount DOUBLE, dropped_by VARCHAR
-- units:   amount = 1 a household, or its persons of that month where the id counts 人; event = new, cleared,
--          rollback or gone
-- reads:   scoped.household_month, scoped.division
WITH present AS (
    SELECT
        stat_month,
        hh_id,
        hh_key,
        town_code,
        division_code,
        head_name,
        hh_type,
        mon_type,
        risk_status,
        hh_persons
    FROM scoped.household_month
    WHERE
        stat_month BETWEEN CAST(DATE_TRUNC('year', $month) - INTERVAL '1' MONTH AS DATE) AND $month
        AND town_code LIKE SUBSTR($area, 1, 9) || '%'
),

month_before AS (
    SELECT
        CAST(stat_month + INTERVAL '1' MONTH AS DATE) AS next_month,
        hh_id,
        hh_key,
        town_code,
        division_code,
        head_name,
        hh_type,
        mon_type,
        risk_status,
        hh_persons
    FROM present
),

comparable AS (
    SELECT DISTINCT
        present.stat_month,
        present.town_code
    FROM present
    INNER JOIN month_before
        ON present.stat_month = month_before.next_month AND present.town_code = month_before.town_code
),

moves AS (
    SELECT
        COALESCE(present.stat_month, month_before.next_month) AS stat_month,
        COALESCE(present.hh_key, month_before.hh_key) AS hh_key,
        COALESCE(present.town_code, month_before.town_code) AS town_code,
        COALESCE(present.division_code, month_before.division_code) AS division_code,
        COALESCE(present.head_name, month_before.head_name) AS head_name,
        COALESCE(present.mon_type, month_before.mon_type) AS mon_type,
        COALESCE(present.hh_persons, month_before.hh_persons) AS hh_persons,
        month_before.hh_type AS type_before,
        month_before.mon_type AS mon_before,
        month_before.risk_status AS status_before,
        present.mon_type IS NOT NULL AND month_before.mon_type IS NULL AS is_new,
        present.risk_status = 'cleared' AND COALESCE(month_before.risk_status, 'active') = 'active' AS is_cleared,
        present.risk_status = 'active' AND COALESCE(month_before.risk_status, 'active') = 'cleared' AS is_rollback,
        present.hh_id IS NULL AS is_gone
    FROM present
    FULL OUTER JOIN month_before
        ON present.hh_id = month_before.hh_id AND present.stat_month = month_before.next_month
),

kinds AS (
    SELECT 'new' AS event
    UNION ALL
    SELECT 'cleared' AS event
    UNION ALL
    SELECT 'rollback' AS event
    UNION ALL
    SELECT 'gone' AS event
),

events AS (
    SELECT
        moves.stat_month,
        moves.hh_key,
        moves.division_code,
        moves.head_name,
        moves.mon_type,
        moves.hh_persons,
        moves.type_before,
        moves.mon_before,
        moves.status_before,
        kinds.event
    FROM moves
    INNER JOIN comparable ON moves.stat_month = comparable.stat_month AND moves.town_code = comparable.town_code
    INNER JOIN kinds
        ON
            (kinds.event = 'new' AND moves.is_new)
            OR (kinds.event = 'cleared' AND moves.is_cleared)
            OR (kinds.event = 'rollback' AND moves.is_rollback)
            OR (kinds.event = 'gone' AND moves.is_gone)
    WHERE
        moves.division_code LIKE $area || '%'
        AND moves.stat_month BETWEEN CAST(DATE_TRUNC('year', $month) AS DATE) AND $month
)

SELECT
    events.hh_key,
    village.name AS village_name,
    events.head_name,
    events.stat_month,
    events.event,
    events.mon_type,
    events.hh_persons,
    CASE WHEN $indicator LIKE '%persons%' THEN CAST(events.hh_persons AS DOUBLE) ELSE 1.0E0 END AS amount,
    CASE
        WHEN $indicator LIKE 'new_monitored%' AND events.event <> 'new' THEN 'other_event'
        WHEN $indicator LIKE 'cleared%' AND events.event <> 'cleared' THEN 'other_event'
        WHEN $indicator LIKE 'rollback%' AND events.event <> 'rollback' THEN 'other_event'
        WHEN $indicator LIKE '%natural_decrease%' AND events.event <> 'gone' THEN 'other_event'
        WHEN $indicator LIKE '%.month' AND events.stat_month <> $month THEN 'earlier_month'
        WHEN $indicator LIKE '%.unstable%' AND events.mon_type <> 'unstable' THEN 'other_type'
        WHEN $indicator LIKE '%.marginal%' AND events.mon_type <> 'marginal' THEN 'other_type'
        WHEN $indicator LIKE '%.sudden%' AND events.mon_type <> 'sudden' THEN 'other_type'
        WHEN $indicator LIKE 'alleviated_%' AND events.type_before <> 'alleviated' THEN 'not_alleviated'
        WHEN $indicator LIKE 'monitored_%' AND events.mon_before IS NULL THEN 'not_monitored'
        WHEN $indicator LIKE '%.active%' AND COALESCE(events.status_before, '') <> 'active' THEN 'risk_cleared'
        WHEN
            events.event = 'gone' AND events.type_before <> 'alleviated' AND events.mon_before IS NULL
            THEN 'not_monitored'
    END AS dropped_by
FROM events
LEFT JOIN scoped.division AS village ON events.division_code = village.division_code
ORDER BY
    events.stat_month,
    events.division_code,
    events.hh_key,
    events.event
