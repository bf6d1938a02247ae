-- title:   驻村帮扶: 覆盖、在岗、结对、走访, 按下一级区划, 末行为本级
-- grain:   one row per township of a county, or village of a township that has a figure, then the area itself
--          (is_whole)
-- params:  $area VARCHAR, $month DATE
-- columns: area_code VARCHAR, area_name VARCHAR, is_whole BOOLEAN, task_villages BIGINT, with_team BIGINT,
--          without_team BIGINT, city_sent BIGINT, town_sent BIGINT, replaced BIGINT, attendance DOUBLE,
--          attendance_last_month DOUBLE, attendance_last_year DOUBLE, helper_load DOUBLE, helpers BIGINT,
--          contact_rate DOUBLE, active_hh BIGINT, contact_hh BIGINT, to_visit BIGINT, visited BIGINT, unvisited BIGINT,
--          visit_rate DOUBLE, visit_last_year DOUBLE
-- units:   villages = 村 with a task at the month's end; sent = teams by who sent them; replaced = 人 in the year so far;
--          attendance = days present (no more than the rule asks) over days of the rule, by township; helper_load =
--          households a helper; contact = active monitored households with a contact; visits = alleviated and active
--          households of the month; rates 0..1; last_year = the same month of last year
-- reads:   mart.indicator_month, scoped.division
WITH figures AS (
    SELECT
        area_code,
        MAX(CASE WHEN stat_month = $month AND indicator_id = 'team_coverage' THEN denominator END) AS task_villages,
        MAX(CASE WHEN stat_month = $month AND indicator_id = 'team_coverage' THEN numerator END) AS with_team,
        MAX(CASE WHEN stat_month = $month AND indicator_id = 'teams.city_sent' THEN value END) AS city_sent,
        MAX(CASE WHEN stat_month = $month AND indicator_id = 'teams.town_sent' THEN value END) AS town_sent,
        MAX(CASE WHEN stat_month = $month AND indicator_id = 'team_replaced' THEN value END) AS replaced,
        MAX(CASE WHEN stat_month = $month AND indicator_id = 'attendance_rate' THEN value END) AS attendance,
        MAX(
            CASE
                WHEN stat_month = CAST($month - INTERVAL '1' MONTH AS DATE) AND indicator_id = 'attendance_rate'
                    THEN value
            END
        ) AS attendance_last_month,
        MAX(
            CASE
                WHEN stat_month = CAST($month - INTERVAL '12' MONTH AS DATE) AND indicator_id = 'attendance_rate'
                    THEN value
            END
        ) AS attendance_last_year,
        MAX(CASE WHEN stat_month = $month AND indicator_id = 'helper_load' THEN value END) AS helper_load,
        MAX(CASE WHEN stat_month = $month AND indicator_id = 'helper_load' THEN denominator END) AS helpers,
        MAX(CASE WHEN stat_month = $month AND indicator_id = 'contact_assigned' THEN value END) AS contact_rate,
        MAX(CASE WHEN stat_month = $month AND indicator_id = 'contact_assigned' THEN denominator END) AS active_hh,
        MAX(CASE WHEN stat_month = $month AND indicator_id = 'contact_assigned' THEN numerator END) AS contact_hh,
        MAX(CASE WHEN stat_month = $month AND indicator_id = 'visit_coverage' THEN denominator END) AS to_visit,
        MAX(CASE WHEN stat_month = $month AND indicator_id = 'visit_coverage' THEN numerator END) AS visited,
        MAX(CASE WHEN stat_month = $month AND indicator_id = 'visit_coverage' THEN value END) AS visit_rate,
        MAX(
            CASE
                WHEN stat_month = CAST($month - INTERVAL '12' MONTH AS DATE) AND indicator_id = 'visit_coverage'
                    THEN value
            END
        ) AS visit_last_year
    FROM mart.indicator_month
    WHERE
        stat_month IN ($month, CAST($month - INTERVAL '1' MONTH AS DATE), CAST($month - INTERVAL '12' MONTH AS DATE))
        AND area_code LIKE $area || '%'
        AND level <= CASE WHEN LENGTH($area) = 6 THEN 4 ELSE 5 END
    GROUP BY area_code
)

SELECT
    place.division_code AS area_code,
    place.name AS area_name,
    place.division_code = $area AS is_whole,
    CAST(f.task_villages AS BIGINT) AS task_villages,
    CAST(f.with_team AS BIGINT) AS with_team,
    CAST(f.task_villages - f.with_team AS BIGINT) AS without_team,
    CAST(f.city_sent AS BIGINT) AS city_sent,
    CAST(f.town_sent AS BIGINT) AS town_sent,
    CAST(f.replaced AS BIGINT) AS replaced,
    f.attendance,
    f.attendance_last_month,
    f.attendance_last_year,
    f.helper_load,
    CAST(f.helpers AS BIGINT) AS helpers,
    f.contact_rate,
    CAST(f.active_hh AS BIGINT) AS active_hh,
    CAST(f.contact_hh AS BIGINT) AS contact_hh,
    CAST(f.to_visit AS BIGINT) AS to_visit,
    CAST(f.visited AS BIGINT) AS visited,
    CAST(f.to_visit - f.visited AS BIGINT) AS unvisited,
    f.visit_rate,
    f.visit_last_year
FROM scoped.division AS place
LEFT JOIN figures AS f ON place.division_code = f.area_code
WHERE
    place.valid_to IS NULL
    AND (place.division_code = $area OR place.parent_code = $area)
    AND (place.level < 5 OR f.task_villages IS NOT NULL OR f.to_visit IS NOT NULL)
ORDER BY
    place.division_code = $area,
    place.division_code
