-- title:   监测对象名单
-- grain:   one row per monitored household, active first, the latest identified first; cut at $limit
-- params:  $area VARCHAR, $month DATE
--          $type VARCHAR?, $status VARCHAR?
--          $risk VARCHAR?           any of the five risks
--          $limit INTEGER, $offset INTEGER
-- columns: hh_key VARCHAR, village_name VARCHAR, head_name VARCHAR, hh_persons INTEGER, mon_type VARCHAR,
--          risk_status VARCHAR, risks VARCHAR, identified_month DATE, cleared_month VARCHAR, months_watched INTEGER,
--          is_no_labour BOOLEAN, measures BIGINT, last_visit VARCHAR, contact_name VARCHAR
-- units:   hh_persons = 人; risks = codes joined by commas; months_watched = 月 from identification to the
--          clearing, or to this month; cleared_month = '' while active; measures = 项 in force at the month's end;
--          last_visit = latest in the month, '' when there was none; NULL when the scope reported no such rows at all
-- reads:   scoped.household_month, scoped.division, scoped.measure, scoped.household_visit
WITH page_rows AS (
    SELECT
        hh_id,
        hh_key,
        town_code,
        division_code,
        head_name,
        hh_persons,
        mon_type,
        risk_status,
        CONCAT_WS(',', risk_1, risk_2, risk_3, risk_4, risk_5) AS risks,
        identified_month,
        COALESCE(SUBSTR(CAST(cleared_month AS VARCHAR), 1, 7), '') AS cleared_month,
        CAST(
            (EXTRACT(YEAR FROM COALESCE(cleared_month, stat_month)) - EXTRACT(YEAR FROM identified_month)) * 12
            + EXTRACT(MONTH FROM COALESCE(cleared_month, stat_month)) - EXTRACT(MONTH FROM identified_month) AS INTEGER
        ) AS months_watched,
        is_no_labour,
        contact_name
    FROM scoped.household_month
    WHERE
        stat_month = $month
        AND mon_type IS NOT NULL
        AND division_code LIKE $area || '%'
        AND ($type IS NULL OR mon_type = $type)
        AND ($status IS NULL OR risk_status = $status)
        AND ($risk IS NULL OR $risk IN (risk_1, risk_2, risk_3, risk_4, risk_5))
    ORDER BY risk_status ASC, identified_month DESC NULLS LAST, hh_key ASC
    LIMIT $limit OFFSET $offset
),

-- Counted for all and then joined: a second look at page_rows would read and bind the month once more.
measures_in_force AS (
    SELECT hh_id, COUNT(*) AS measures
    FROM scoped.measure
    WHERE
        status <> 'planned'
        AND start_date < CAST($month + INTERVAL '1' MONTH AS DATE)
        AND (end_date IS NULL OR end_date >= $month)
    GROUP BY hh_id
),

visits AS (
    SELECT hh_id, MAX(visit_date) AS last_visit
    FROM scoped.household_visit
    WHERE visit_month = $month
    GROUP BY hh_id
),

reported AS (
    SELECT
        (SELECT COUNT(*) FROM scoped.measure) AS measures,
        (SELECT COUNT(*) FROM visits) AS visits
)

SELECT
    page_rows.hh_key,
    village.name AS village_name,
    page_rows.head_name,
    page_rows.hh_persons,
    page_rows.mon_type,
    page_rows.risk_status,
    page_rows.risks,
    page_rows.identified_month,
    page_rows.cleared_month,
    page_rows.months_watched,
    page_rows.is_no_labour,
    CASE WHEN reported.measures > 0 THEN COALESCE(measures_in_force.measures, 0) END AS measures,
    CASE WHEN reported.visits > 0 THEN COALESCE(CAST(visits.last_visit AS VARCHAR), '') END AS last_visit,
    page_rows.contact_name
FROM page_rows
CROSS JOIN reported
LEFT JOIN scoped.division AS village ON page_rows.division_code = village.division_code
LEFT JOIN measures_in_force ON page_rows.hh_id = measures_in_force.hh_id
LEFT JOIN visits ON page_rows.hh_id = visits.hh_id
ORDER BY page_rows.risk_status ASC, page_rows.identified_month DESC NULLS LAST, page_rows.hh_key ASC
