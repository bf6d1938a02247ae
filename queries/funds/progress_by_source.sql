-- title:   资金支出进度, 按资金来源: 同一笔支出对下达、到位、计划三个基数
-- grain:   central, provincial, city, county, their sum 'fiscal', then 'other': those with money in the year
-- params:  $area VARCHAR              county or township (a village stands for its township)
--          $month DATE                first day of the month
-- columns: source VARCHAR, allocated DOUBLE, arrived DOUBLE, planned DOUBLE, paid DOUBLE,
--          of_allocated DOUBLE, of_arrived DOUBLE, of_planned DOUBLE
-- units:   money = 元 of this year's budget up to the month's end; of_* = 0..1. The progress of a place is that of the
--          four fiscal sources; 驻村帮扶, 社会捐赠, 东西部协作, 自筹 and others are one row, as in the plans, outside it
-- reads:   scoped.fund_allocation, scoped.disbursement, scoped.project, scoped.division
WITH
counted AS (
    SELECT division_code AS town_code
    FROM scoped.division
    WHERE
        level = 4
        AND (LENGTH($area) > 6 OR in_county_total)
),

clock AS (
    SELECT
        CAST($month + INTERVAL '1' MONTH AS DATE) AS next_month,
        CAST(EXTRACT(YEAR FROM CAST($month AS DATE)) AS INTEGER) AS year_no
),

entries AS (
    SELECT
        a.source,
        CAST(a.amount AS DOUBLE) AS allocated,
        CASE WHEN a.arrived_at < c.next_month THEN CAST(a.amount AS DOUBLE) END AS arrived,
        CAST(NULL AS DOUBLE) AS planned,
        CAST(NULL AS DOUBLE) AS paid
    FROM scoped.fund_allocation AS a
    INNER JOIN clock AS c
        ON
            a.budget_year = c.year_no
            AND a.allocated_at < c.next_month
    WHERE
        a.town_code LIKE SUBSTR($area, 1, 9) || '%'
        AND a.town_code IN (SELECT n.town_code FROM counted AS n)
    UNION ALL
    SELECT
        d.source,
        CAST(NULL AS DOUBLE) AS allocated,
        CAST(NULL AS DOUBLE) AS arrived,
        CAST(NULL AS DOUBLE) AS planned,
        CAST(d.amount AS DOUBLE) AS paid
    FROM scoped.disbursement AS d
    INNER JOIN clock AS c
        ON
            d.budget_year = c.year_no
            AND d.pay_date < c.next_month
    WHERE
        d.town_code LIKE SUBSTR($area, 1, 9) || '%'
        AND d.town_code IN (SELECT n.town_code FROM counted AS n)
    UNION ALL
    SELECT
        g.source,
        CAST(NULL AS DOUBLE) AS allocated,
        CAST(NULL AS DOUBLE) AS arrived,
        CAST(
            CASE g.source
                WHEN 'central' THEN p.plan_central
                WHEN 'provincial' THEN p.plan_provincial
                WHEN 'city' THEN p.plan_city
                WHEN 'county' THEN p.plan_county
                ELSE p.plan_other
            END AS DOUBLE
        ) AS planned,
        CAST(NULL AS DOUBLE) AS paid
    FROM scoped.project AS p
    INNER JOIN clock AS c
        ON
            p.plan_year = c.year_no
            AND (p.plan_order_at IS NULL OR p.plan_order_at < c.next_month)
    CROSS JOIN (VALUES ('central'), ('provincial'), ('city'), ('county'), ('other')) AS g (source)
    WHERE
        p.town_code LIKE SUBSTR($area, 1, 9) || '%'
        AND p.town_code IN (SELECT n.town_code FROM counted AS n)
        AND p.state NOT IN ('pooled', 'cancelled')
),

grouped AS (
    SELECT
        CASE WHEN source IN ('central', 'provincial', 'city', 'county') THEN source ELSE 'other' END AS source,
        allocated,
        arrived,
        planned,
        paid
    FROM entries
    UNION ALL
    SELECT
        'fiscal' AS source,
        allocated,
        arrived,
        planned,
        paid
    FROM entries
    WHERE source IN ('central', 'provincial', 'city', 'county')
),

sums AS (
    SELECT
        source,
        SUM(allocated) AS allocated,
        SUM(arrived) AS arrived,
        SUM(planned) AS planned,
        SUM(paid) AS paid
    FROM grouped
    GROUP BY source
)

SELECT
    source,
    allocated,
    arrived,
    planned,
    paid,
    paid / NULLIF(allocated, 0) AS of_allocated,
    paid / NULLIF(arrived, 0) AS of_arrived,
    paid / NULLIF(planned, 0) AS of_planned
FROM sums
WHERE
    COALESCE(allocated, 0) <> 0
    OR COALESCE(planned, 0) <> 0
    OR COALESCE(paid, 0) <> 0
ORDER BY
    CASE source
        WHEN 'central' THEN 1
        WHEN 'provincial' THEN 2
        WHEN 'city' THEN 3
        WHEN 'county' THEN 4
        WHEN 'fiscal' THEN 5
        ELSE 6
    END
