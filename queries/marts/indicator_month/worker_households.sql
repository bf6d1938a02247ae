-- title:   监测户有务工和返乡未就业, 按村和月
-- grain:   one row per village and month whose township reported the work table
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, monitored_with_worker__num BIGINT,
--          monitored_with_worker__den BIGINT, returned_not_working BIGINT
-- units:   monitored_with_worker = 户 still active and with labour; returned_not_working = 人 whose job ended this
--          month or the last and who do not work
-- reads:   scoped.employment_month, scoped.household_month
WITH homes AS (
    SELECT
        stat_month,
        hh_id,
        COUNT(*) FILTER (WHERE working) AS workers
    FROM scoped.employment_month
    WHERE stat_month BETWEEN $from_month AND $to_month
    GROUP BY
        stat_month,
        hh_id
),

reporting AS (
    SELECT
        stat_month,
        town_code,
        COUNT(end_month) > 0 AS has_ends
    FROM scoped.employment_month
    WHERE stat_month BETWEEN $from_month AND $to_month
    GROUP BY
        stat_month,
        town_code
),

monitored AS (
    SELECT
        home.stat_month,
        home.town_code,
        home.division_code,
        COUNT(*) FILTER (WHERE homes.workers > 0) AS with_worker,
        COUNT(*) AS with_labour
    FROM scoped.household_month AS home
    INNER JOIN reporting ON home.stat_month = reporting.stat_month AND home.town_code = reporting.town_code
    LEFT JOIN homes ON home.stat_month = homes.stat_month AND home.hh_id = homes.hh_id
    WHERE
        home.stat_month BETWEEN $from_month AND $to_month
        AND home.risk_status = 'active'
        AND NOT home.is_no_labour
    GROUP BY
        home.stat_month,
        home.town_code,
        home.division_code
),

returned AS (
    SELECT
        work.stat_month,
        work.town_code,
        work.division_code,
        CASE
            WHEN reporting.has_ends
                THEN
                    COUNT(*) FILTER (
                        WHERE
                        NOT work.working
                        AND work.end_month >= CAST(work.stat_month - INTERVAL '1' MONTH AS DATE)
                        AND work.end_month <= work.stat_month
                    )
        END AS returned_not_working
    FROM scoped.employment_month AS work
    INNER JOIN reporting ON work.stat_month = reporting.stat_month AND work.town_code = reporting.town_code
    WHERE work.stat_month BETWEEN $from_month AND $to_month
    GROUP BY
        work.stat_month,
        work.town_code,
        work.division_code,
        reporting.has_ends
)

SELECT
    COALESCE(monitored.stat_month, returned.stat_month) AS stat_month,
    COALESCE(monitored.town_code, returned.town_code) AS town_code,
    COALESCE(monitored.division_code, returned.division_code) AS division_code,
    monitored.with_worker AS monitored_with_worker__num,
    monitored.with_labour AS monitored_with_worker__den,
    returned.returned_not_working
FROM monitored
FULL OUTER JOIN returned
    ON monitored.stat_month = returned.stat_month AND monitored.division_code = returned.division_code
ORDER BY
    stat_month,
    division_code
