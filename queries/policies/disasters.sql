-- title:   因灾救助: 每次灾害影响多少户, 房屋、饮水、产业、救助, 解决了没有
-- grain:   one row per disaster of this year or the last that hit the area, the latest first
-- params:  $area VARCHAR, $month DATE
-- columns: event_id VARCHAR, disaster VARCHAR, event_date DATE, hh BIGINT, house_hh BIGINT, water_hh BIGINT,
--          industry_hh BIGINT, industry_loss DOUBLE, relief_hh BIGINT, relief_amount DOUBLE, solved_hh BIGINT,
--          open_hh BIGINT, solved_rate DOUBLE, open_days INTEGER
-- units:   户; money = 元; house_hh = 房屋受损, water_hh = 饮水不正常, industry_hh = 有产业损失, relief_hh = 得到救助;
--          solved_hh = 截至月末已解决, solved_rate = of hh, 0..1; open_days = 天 since the event while any is open
-- reads:   scoped.disaster_event, scoped.disaster_household, scoped.division
WITH outside AS (
    SELECT division_code
    FROM scoped.division
    WHERE
        level = 4
        AND NOT in_county_total
        AND LENGTH($area) = 6
),

hit AS (
    SELECT
        e.event_id,
        e.kind AS disaster,
        e.event_date,
        h.house_flooded,
        h.water_ok,
        CAST(h.industry_loss AS DOUBLE) AS industry_loss,
        CAST(h.relief_amount AS DOUBLE) AS relief_amount,
        COALESCE(h.solved_at < CAST($month + INTERVAL '1' MONTH AS DATE), FALSE) AS is_solved
    FROM scoped.disaster_event AS e
    INNER JOIN scoped.disaster_household AS h ON e.event_id = h.event_id
    WHERE
        e.event_date >= CAST(DATE_TRUNC('year', CAST($month AS DATE)) - INTERVAL '1' YEAR AS DATE)
        AND e.event_date < CAST($month + INTERVAL '1' MONTH AS DATE)
        AND h.division_code LIKE $area || '%'
        AND h.town_code NOT IN (SELECT o.division_code FROM outside AS o)
)

SELECT
    event_id,
    disaster,
    event_date,
    CAST(COUNT(*) AS BIGINT) AS hh,
    CAST(COUNT(CASE WHEN house_flooded THEN 1 END) AS BIGINT) AS house_hh,
    CAST(COUNT(CASE WHEN NOT water_ok THEN 1 END) AS BIGINT) AS water_hh,
    CAST(COUNT(CASE WHEN industry_loss > 0 THEN 1 END) AS BIGINT) AS industry_hh,
    CAST(COALESCE(SUM(industry_loss), 0) AS DOUBLE) AS industry_loss,
    CAST(COUNT(CASE WHEN relief_amount > 0 THEN 1 END) AS BIGINT) AS relief_hh,
    CAST(COALESCE(SUM(relief_amount), 0) AS DOUBLE) AS relief_amount,
    CAST(COUNT(CASE WHEN is_solved THEN 1 END) AS BIGINT) AS solved_hh,
    CAST(COUNT(CASE WHEN NOT is_solved THEN 1 END) AS BIGINT) AS open_hh,
    CAST(COUNT(CASE WHEN is_solved THEN 1 END) AS DOUBLE) / NULLIF(COUNT(*), 0) AS solved_rate,
    CAST(
        MAX(
            CASE
                WHEN NOT is_solved
                    THEN UNIX_DATE(CAST($month + INTERVAL '1' MONTH AS DATE)) - 1 - UNIX_DATE(event_date)
            END
        ) AS INTEGER
    ) AS open_days
FROM hit
GROUP BY
    event_id,
    disaster,
    event_date
ORDER BY
    event_date DESC,
    event_id ASC
