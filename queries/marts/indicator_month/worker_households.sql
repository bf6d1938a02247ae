-- title:   监测户有务工和返乡未就业, 按村和月
-- grain:   one row per village and month whose township reported the work table
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, monitored_with_worker__num BIGINT,
--          monitored_with_worker__den BIGINT, returned_not_working BIGINT
-- units:   monitored_with_worker = 户 still active and with labour; returned_not_working = 人 who worked in one of
--          the two months before, do not now, and are still in the household; NULL where neither was reported
-- reads:   scoped.employment_month, scoped.household_month, scoped.person_month
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
    SELECT DISTINCT
        stat_month,
        town_code
    FROM scoped.employment_month
    WHERE stat_month BETWEEN CAST($from_month - INTERVAL '2' MONTH AS DATE) AND $to_month
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

-- Who has stopped can be told only of a township that reported one of the two months before as well.
told AS (
    SELECT DISTINCT
        n.stat_month,
        n.town_code
    FROM reporting AS n
    INNER JOIN reporting AS b
        ON
            n.town_code = b.town_code
            AND n.stat_month > b.stat_month
            AND CAST(n.stat_month - INTERVAL '2' MONTH AS DATE) <= b.stat_month
    WHERE n.stat_month >= $from_month
),

before AS (
    SELECT DISTINCT
        told.stat_month,
        told.town_code,
        work.person_id
    FROM scoped.employment_month AS work
    INNER JOIN told
        ON
            work.town_code = told.town_code
            AND work.stat_month < told.stat_month
            AND work.stat_month >= CAST(told.stat_month - INTERVAL '2' MONTH AS DATE)
    WHERE work.working
),

-- The rule of employment/returned: worked in one of the two months before, does not now, and is still in the household.
back AS (
    SELECT
        before.stat_month,
        before.town_code,
        person.division_code
    FROM before
    INNER JOIN scoped.person_month AS person
        ON
            before.person_id = person.person_id
            AND before.stat_month = person.stat_month
            AND person.in_household
    LEFT JOIN scoped.employment_month AS work
        ON
            before.person_id = work.person_id
            AND before.stat_month = work.stat_month
            AND work.working
    WHERE work.person_id IS NULL
),

tally AS (
    SELECT
        stat_month,
        town_code,
        division_code,
        1 AS persons
    FROM back
    UNION ALL
    SELECT DISTINCT
        work.stat_month,
        work.town_code,
        work.division_code,
        0 AS persons
    FROM scoped.employment_month AS work
    INNER JOIN told ON work.stat_month = told.stat_month AND work.town_code = told.town_code
),

returned AS (
    SELECT
        stat_month,
        town_code,
        division_code,
        CAST(SUM(persons) AS BIGINT) AS returned_not_working
    FROM tally
    GROUP BY
        stat_month,
        town_code,
        division_code
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
