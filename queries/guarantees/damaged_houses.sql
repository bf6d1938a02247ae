-- title:   因灾受损的房屋: 鉴定、处置、解决
-- grain:   one row per disaster by the month's end with damaged houses, the latest first
-- params:  $area VARCHAR, $month DATE
-- columns: event_id VARCHAR, disaster VARCHAR, event_date DATE, damaged_hh BIGINT, appraised_hh BIGINT,
--          grade_c_hh BIGINT, grade_d_hh BIGINT, without_action_hh BIGINT, solved_hh BIGINT, open_hh BIGINT,
--          open_days INTEGER
-- units:   户 with a damaged house; without_action_hh = 没有写处置方式的; open_days = 天 since the event while any is open
-- reads:   scoped.disaster_event, scoped.disaster_household, scoped.division
WITH outside AS (
    SELECT division_code
    FROM scoped.division
    WHERE
        level = 4
        AND NOT in_county_total
        AND LENGTH($area) = 6
),

damaged AS (
    SELECT
        e.event_id,
        e.kind AS disaster,
        e.event_date,
        h.appraisal_grade,
        h.house_action,
        COALESCE(h.solved_at < CAST($month + INTERVAL '1' MONTH AS DATE), FALSE) AS is_solved
    FROM scoped.disaster_event AS e
    INNER JOIN scoped.disaster_household AS h ON e.event_id = h.event_id
    WHERE
        h.house_flooded
        AND e.event_date >= CAST(DATE_TRUNC('year', CAST($month AS DATE)) - INTERVAL '1' YEAR AS DATE)
        AND e.event_date < CAST($month + INTERVAL '1' MONTH AS DATE)
        AND h.division_code LIKE $area || '%'
        AND h.town_code NOT IN (SELECT o.division_code FROM outside AS o)
)

SELECT
    event_id,
    disaster,
    event_date,
    CAST(COUNT(*) AS BIGINT) AS damaged_hh,
    CAST(COUNT(appraisal_grade) AS BIGINT) AS appraised_hh,
    CAST(COUNT(CASE WHEN appraisal_grade = 'C' THEN 1 END) AS BIGINT) AS grade_c_hh,
    CAST(COUNT(CASE WHEN appraisal_grade = 'D' THEN 1 END) AS BIGINT) AS grade_d_hh,
    CAST(COUNT(CASE WHEN house_action IS NULL THEN 1 END) AS BIGINT) AS without_action_hh,
    CAST(COUNT(CASE WHEN is_solved THEN 1 END) AS BIGINT) AS solved_hh,
    CAST(COUNT(CASE WHEN NOT is_solved THEN 1 END) AS BIGINT) AS open_hh,
    CAST(
        MAX(
            CASE
                WHEN NOT is_solved
                    THEN UNIX_DATE(CAST($month + INTERVAL '1' MONTH AS DATE)) - 1 - UNIX_DATE(event_date)
            END
        ) AS INTEGER
    ) AS open_days
FROM damaged
GROUP BY
    event_id,
    disaster,
    event_date
ORDER BY
    event_date DESC,
    event_id ASC
