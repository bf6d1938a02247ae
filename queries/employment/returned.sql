-- title:   返乡未就业: 前两个月还在务工、本月没有务工的人
-- grain:   one row per person still in the household; longest without work first
-- params:  $area VARCHAR              county, township or village
--          $month DATE                first day of the month
--          $limit INTEGER             rows of one page of the list
--          $offset INTEGER            rows to leave out before it
-- columns: hh_key VARCHAR, town_name VARCHAR, village_name VARCHAR, person_name VARCHAR, risk_status VARCHAR,
--          last_worked DATE, last_place VARCHAR, last_wage DOUBLE, others_working BIGINT, service_need VARCHAR,
--          total_rows BIGINT
-- units:   last_worked = last month at work, one or two months ago (domain 7.3: ended in 60 days, none now);
--          last_wage = 元 a month; others_working = 人 of the same household at work in the month
-- reads:   scoped.employment_month, scoped.person_month, scoped.household_month, scoped.division
WITH
counted AS (
    SELECT division_code AS town_code
    FROM scoped.division
    WHERE
        level = 4
        AND (LENGTH($area) > 6 OR in_county_total)
),

spells AS (
    SELECT
        person_id,
        hh_key,
        town_code,
        stat_month,
        working,
        place_class,
        month_wage,
        service_need
    FROM scoped.employment_month
    WHERE
        stat_month <= $month
        AND stat_month >= CAST($month - INTERVAL '2' MONTH AS DATE)
        AND COALESCE(division_code, town_code) LIKE $area || '%'
        AND town_code IN (SELECT n.town_code FROM counted AS n)
),

reporting AS (
    SELECT DISTINCT town_code
    FROM spells
    WHERE stat_month = $month
),

before AS (
    SELECT
        s.person_id,
        s.hh_key,
        s.town_code,
        s.stat_month,
        s.place_class,
        s.month_wage,
        ROW_NUMBER() OVER (PARTITION BY s.person_id ORDER BY s.stat_month DESC) AS latest
    FROM spells AS s
    WHERE
        s.working
        AND s.stat_month < $month
),

at_work AS (
    SELECT
        hh_key,
        COUNT(*) AS persons
    FROM spells
    WHERE
        working
        AND stat_month = $month
    GROUP BY hh_key
),

now_rows AS (
    SELECT
        person_id,
        working,
        service_need
    FROM spells
    WHERE stat_month = $month
),

returned AS (
    SELECT
        b.person_id,
        b.hh_key,
        b.stat_month AS last_worked,
        b.place_class AS last_place,
        CAST(b.month_wage AS DOUBLE) AS last_wage,
        n.service_need,
        p.name AS person_name,
        p.town_code,
        p.division_code
    FROM before AS b
    INNER JOIN reporting AS r ON b.town_code = r.town_code
    LEFT JOIN now_rows AS n ON b.person_id = n.person_id
    INNER JOIN scoped.person_month AS p
        ON
            b.person_id = p.person_id
            AND p.stat_month = $month
            AND p.in_household
    WHERE
        b.latest = 1
        AND NOT COALESCE(n.working, FALSE)
),

page AS (
    SELECT
        hh_key,
        person_id,
        person_name,
        town_code,
        division_code,
        last_worked,
        last_place,
        last_wage,
        service_need,
        COUNT(*) OVER () AS total_rows
    FROM returned
    ORDER BY
        last_worked,
        division_code,
        person_id
    LIMIT $limit OFFSET $offset
)

SELECT
    g.hh_key,
    t.short_name AS town_name,
    v.short_name AS village_name,
    g.person_name,
    h.risk_status,
    g.last_worked,
    g.last_place,
    g.last_wage,
    CAST(COALESCE(w.persons, 0) AS BIGINT) AS others_working,
    g.service_need,
    CAST(g.total_rows AS BIGINT) AS total_rows
FROM page AS g
LEFT JOIN scoped.household_month AS h
    ON
        g.hh_key = h.hh_key
        AND h.stat_month = $month
LEFT JOIN at_work AS w ON g.hh_key = w.hh_key
LEFT JOIN scoped.division AS t ON g.town_code = t.division_code
LEFT JOIN scoped.division AS v ON g.division_code = v.division_code
ORDER BY
    g.last_worked,
    g.division_code,
    g.person_id
