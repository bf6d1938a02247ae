-- title:   务工指标背后的人: 计入的, 和没有计入的及原因
-- grain:   one row per person of the month's work table; amount adds up to the figure over the rows without dropped_by
-- params:  $area VARCHAR, $month DATE
--          $indicator VARCHAR       employed_alleviated or migrant_workers, whole or by group or place; or
--                                   employment_ratio_base
-- columns: hh_key VARCHAR, village_name VARCHAR, name VARCHAR, place_name VARCHAR, place_class VARCHAR,
--          channel VARCHAR, amount DOUBLE, dropped_by VARCHAR
-- units:   amount = 1 a person
-- reads:   scoped.employment_month, scoped.household_month, scoped.person_month, scoped.division
WITH last_year AS (
    SELECT DISTINCT town_code
    FROM scoped.employment_month
    WHERE stat_month = CAST($month - INTERVAL '1' YEAR AS DATE)
),

judged AS (
    SELECT
        work.hh_key,
        work.person_id,
        work.division_code,
        work.place_name,
        work.place_class,
        work.channel,
        CASE
            WHEN NOT work.working THEN 'not_working'
            WHEN $indicator LIKE 'employment_ratio%' AND last_year.town_code IS NULL THEN 'no_last_year'
            WHEN
                $indicator LIKE '%.alleviated' AND (home.hh_id IS NULL OR home.mon_type IS NOT NULL)
                THEN 'counted_as_monitored'
            WHEN $indicator LIKE '%.monitored' AND home.mon_type IS NULL THEN 'not_monitored'
            WHEN $indicator LIKE 'migrant_workers%' AND COALESCE(work.place_class, 'town') = 'town' THEN 'in_town'
            WHEN $indicator LIKE '%.out_of_province' AND work.place_class NOT IN ('out', 'abroad') THEN 'other_place'
            WHEN $indicator LIKE '%.in_province_out_of_city' AND work.place_class <> 'province' THEN 'other_place'
            WHEN $indicator LIKE '%.in_city' AND work.place_class NOT IN ('county', 'city') THEN 'other_place'
        END AS dropped_by
    FROM scoped.employment_month AS work
    LEFT JOIN last_year ON work.town_code = last_year.town_code
    LEFT JOIN scoped.household_month AS home ON work.hh_id = home.hh_id AND home.stat_month = $month
    WHERE
        work.stat_month = $month
        AND work.division_code LIKE $area || '%'
)

SELECT
    judged.hh_key,
    village.name AS village_name,
    person.name,
    judged.place_name,
    judged.place_class,
    judged.channel,
    1.0E0 AS amount,
    judged.dropped_by
FROM judged
LEFT JOIN scoped.person_month AS person ON judged.person_id = person.person_id AND person.stat_month = $month
LEFT JOIN scoped.division AS village ON judged.division_code = village.division_code
ORDER BY
    judged.division_code,
    judged.person_id
