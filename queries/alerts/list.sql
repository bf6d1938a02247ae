-- title:   预警清单, 逾期的、快到期的在前, 其中红色的在前
-- grain:   one row per alert that stands at the end of the month and passes the filters
-- params:  $area VARCHAR       county, township or village
--          $month DATE
--          $severity VARCHAR?
--          $rule VARCHAR?
--          $owner VARCHAR?     village, town (with those who send reports), county (with what is of no township), bank,
--                             or a department's code
--          $due VARCHAR?       overdue, d3, d7, later, none: counted from $as_of
--          $as_of DATE
--          $limit INTEGER, $offset INTEGER
-- columns: alert_key VARCHAR, rule_id VARCHAR, severity VARCHAR, town_code VARCHAR, town_name VARCHAR,
--          village_name VARCHAR, hh_key VARCHAR, object_key VARCHAR, table_name VARCHAR, owner_kind VARCHAR,
--          owner_code VARCHAR, since DATE, due_at DATE, days_left BIGINT, message VARCHAR, total_rows BIGINT
-- units:   days_left = 天 from $as_of to the deadline, negative once it is past; total_rows = of the whole list
-- reads:   scoped.alert, scoped.division
WITH
alerts AS (
    SELECT
        alert_key,
        rule_id,
        severity,
        town_code,
        division_code,
        hh_key,
        object_key,
        table_name,
        owner_kind,
        owner_code,
        since,
        due_at,
        CAST(UNIX_DATE(due_at) - UNIX_DATE($as_of) AS BIGINT) AS days_left,
        message,
        CASE severity WHEN 'red' THEN 1 WHEN 'orange' THEN 2 ELSE 3 END AS place,
        CASE
            WHEN due_at IS NULL THEN 5
            WHEN UNIX_DATE(due_at) < UNIX_DATE($as_of) THEN 1
            WHEN UNIX_DATE(due_at) <= UNIX_DATE($as_of) + 3 THEN 2
            WHEN UNIX_DATE(due_at) <= UNIX_DATE($as_of) + 7 THEN 3
            ELSE 4
        END AS hurry
    FROM scoped.alert
    WHERE
        stat_month = $month
        AND (LENGTH($area) = 6 OR town_code = $area OR division_code = $area)
        AND ($severity IS NULL OR severity = $severity)
        AND ($rule IS NULL OR rule_id = $rule)
        AND (
            $owner IS NULL
            OR $owner = CASE
                WHEN owner_kind = 'dept' THEN owner_code
                WHEN owner_kind IN ('village', 'town', 'sender') AND SUBSTR(town_code, 7, 3) = '000' THEN 'county'
                WHEN owner_kind = 'sender' THEN 'town'
                ELSE owner_kind
            END
        )
),

chosen AS (
    SELECT
        alert_key,
        rule_id,
        severity,
        town_code,
        division_code,
        hh_key,
        object_key,
        table_name,
        owner_kind,
        owner_code,
        since,
        due_at,
        days_left,
        message,
        place,
        hurry,
        CAST(COUNT(*) OVER () AS BIGINT) AS total_rows
    FROM alerts
    WHERE
        $due IS NULL
        OR ($due = 'overdue' AND days_left < 0)
        OR ($due = 'd3' AND days_left BETWEEN 0 AND 3)
        OR ($due = 'd7' AND days_left BETWEEN 4 AND 7)
        OR ($due = 'later' AND days_left > 7)
        OR ($due = 'none' AND days_left IS NULL)
    ORDER BY
        hurry ASC,
        place ASC,
        due_at ASC NULLS LAST,
        alert_key ASC
    LIMIT $limit OFFSET $offset
)

SELECT
    chosen.alert_key,
    chosen.rule_id,
    chosen.severity,
    chosen.town_code,
    town.name AS town_name,
    village.name AS village_name,
    chosen.hh_key,
    chosen.object_key,
    chosen.table_name,
    chosen.owner_kind,
    chosen.owner_code,
    chosen.since,
    chosen.due_at,
    chosen.days_left,
    chosen.message,
    chosen.total_rows
FROM chosen
LEFT JOIN scoped.division AS town ON chosen.town_code = town.division_code
LEFT JOIN scoped.division AS village ON chosen.division_code = village.division_code
ORDER BY
    chosen.hurry ASC,
    chosen.place ASC,
    chosen.due_at ASC NULLS LAST,
    chosen.alert_key ASC
