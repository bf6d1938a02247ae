-- title:   监测对象流量一步背后的户和人
-- grain:   one row per household and event (opening, new, rollback, cleared, natural_decrease of a whole household,
--          closing), and per person who came or left naturally
-- params:  $area VARCHAR
--          $base_month DATE         the month whose stock is the opening
--          $month DATE              the month whose stock is the closing
--          $subset VARCHAR          active or total, as in monitoring/flow
--          $step VARCHAR
-- columns: hh_key VARCHAR, village_name VARCHAR, stat_month DATE, mon_type VARCHAR, change_code VARCHAR, hh BIGINT,
--          persons BIGINT
-- units:   hh = 1 for a household, 0 where only persons move; persons = 人 of the household at the event, or 1
-- reads:   scoped.household_month, scoped.person_month, scoped.division
WITH present AS (
    SELECT
        stat_month,
        hh_id,
        hh_key,
        town_code,
        division_code,
        mon_type,
        risk_status,
        hh_persons
    FROM scoped.household_month
    WHERE
        stat_month BETWEEN $base_month AND $month
        AND town_code LIKE SUBSTR($area, 1, 9) || '%'
),

month_before AS (
    SELECT
        CAST(stat_month + INTERVAL '1' MONTH AS DATE) AS stat_month,
        hh_id,
        hh_key,
        town_code,
        division_code,
        mon_type,
        risk_status
    FROM present
),

reported_before AS (
    SELECT DISTINCT
        stat_month,
        town_code
    FROM month_before
),

comparable AS (
    SELECT DISTINCT
        present.stat_month,
        present.town_code
    FROM present
    INNER JOIN reported_before
        ON present.stat_month = reported_before.stat_month AND present.town_code = reported_before.town_code
),

moves AS (
    SELECT
        COALESCE(present.stat_month, month_before.stat_month) AS stat_month,
        COALESCE(present.hh_key, month_before.hh_key) AS hh_key,
        COALESCE(present.town_code, month_before.town_code) AS town_code,
        COALESCE(present.division_code, month_before.division_code) AS division_code,
        COALESCE(present.mon_type, month_before.mon_type) AS mon_type,
        present.hh_persons,
        CASE
            WHEN $step = 'new' THEN present.mon_type IS NOT NULL AND month_before.mon_type IS NULL
            WHEN $step = 'rollback'
                THEN present.risk_status = 'active' AND COALESCE(month_before.risk_status, 'active') = 'cleared'
            WHEN $step = 'cleared'
                THEN present.risk_status = 'cleared' AND COALESCE(month_before.risk_status, 'active') = 'active'
            WHEN $step = 'natural_decrease'
                THEN
                    present.hh_id IS NULL
                    AND month_before.mon_type IS NOT NULL
                    AND ($subset = 'total' OR month_before.risk_status = 'active')
            ELSE FALSE
        END AS is_asked
    FROM present
    FULL OUTER JOIN month_before
        ON present.hh_id = month_before.hh_id AND present.stat_month = month_before.stat_month
),

-- Who never reports a change code does not report "no change" either.
first_change AS (
    SELECT MIN(stat_month) AS stat_month
    FROM scoped.person_month
    WHERE change_code IS NOT NULL AND stat_month <= $month
),

listed AS (
    SELECT
        hh_key,
        division_code,
        stat_month,
        mon_type,
        CAST(NULL AS VARCHAR) AS change_code,
        1 AS hh,
        hh_persons AS persons
    FROM present
    WHERE
        (($step = 'opening' AND stat_month = $base_month) OR ($step = 'closing' AND stat_month = $month))
        AND mon_type IS NOT NULL
        AND ($subset = 'total' OR risk_status = 'active')
    UNION ALL
    SELECT
        moves.hh_key,
        moves.division_code,
        moves.stat_month,
        moves.mon_type,
        CAST(NULL AS VARCHAR) AS change_code,
        1 AS hh,
        -- Of a household that is gone its members are listed below, one by one.
        CASE WHEN $step = 'natural_decrease' THEN 0 ELSE moves.hh_persons END AS persons
    FROM moves
    INNER JOIN comparable ON moves.stat_month = comparable.stat_month AND moves.town_code = comparable.town_code
    WHERE moves.is_asked AND moves.stat_month > $base_month AND moves.stat_month <= $month
    UNION ALL
    SELECT
        person.hh_key,
        month_before.division_code,
        person.stat_month,
        month_before.mon_type,
        person.change_code,
        0 AS hh,
        1 AS persons
    FROM scoped.person_month AS person
    INNER JOIN month_before ON person.hh_id = month_before.hh_id AND person.stat_month = month_before.stat_month
    INNER JOIN first_change ON person.stat_month >= first_change.stat_month
    WHERE
        person.stat_month > $base_month
        AND person.stat_month <= $month
        AND person.change_date >= person.stat_month
        AND person.change_date < CAST(person.stat_month + INTERVAL '1' MONTH AS DATE)
        AND month_before.mon_type IS NOT NULL
        AND ($subset = 'total' OR month_before.risk_status = 'active')
        AND (
            (
                $step = 'natural_increase'
                AND person.in_household
                AND person.change_code IN ('birth', 'marry_in', 'adopt', 'hukou_in', 'released', 'demobilised')
            )
            OR (
                $step = 'natural_decrease'
                AND NOT person.in_household
                AND person.change_code IN (
                    'death', 'marry_out', 'hukou_out', 'prison', 'army', 'emigrate', 'settle_city'
                )
            )
        )
)

SELECT
    listed.hh_key,
    village.name AS village_name,
    listed.stat_month,
    listed.mon_type,
    listed.change_code,
    CAST(listed.hh AS BIGINT) AS hh,
    CAST(listed.persons AS BIGINT) AS persons
FROM listed
LEFT JOIN scoped.division AS village ON listed.division_code = village.division_code
WHERE listed.division_code LIKE $area || '%'
ORDER BY listed.stat_month ASC, listed.division_code ASC, listed.hh_key ASC, listed.hh DESC, listed.change_code ASC
