-- title:   近十二个月谁在务工
-- grain:   one row per member who worked in one of the twelve months, most recent first
-- params:  $hh VARCHAR, $month DATE
-- columns: name VARCHAR, months BIGINT, last_month DATE, place_name VARCHAR, place_class VARCHAR, channel VARCHAR,
--          month_wage DOUBLE, is_now BOOLEAN
-- units:   name is NULL of who has left; months = 月 at work; place, channel and wage (元 a month) of the last of them
-- reads:   scoped.employment_month, scoped.person_month
WITH months AS (
    SELECT
        person_id,
        stat_month,
        place_name,
        place_class,
        channel,
        CAST(month_wage AS DOUBLE) AS month_wage,
        COUNT(*) OVER (PARTITION BY person_id) AS months,
        ROW_NUMBER() OVER (PARTITION BY person_id ORDER BY stat_month DESC) AS from_last
    FROM scoped.employment_month
    WHERE
        hh_key = $hh
        AND working
        AND stat_month > CAST($month - INTERVAL '12' MONTH AS DATE)
        AND stat_month <= $month
),

-- Names of this month; who has left since has none.
people AS (
    SELECT person_id, name
    FROM scoped.person_month
    WHERE hh_key = $hh AND stat_month = $month
)

SELECT
    people.name,
    CAST(months.months AS BIGINT) AS months,
    months.stat_month AS last_month,
    months.place_name,
    months.place_class,
    months.channel,
    months.month_wage,
    months.stat_month = $month AS is_now
FROM months
LEFT JOIN people ON months.person_id = people.person_id
WHERE months.from_last = 1
ORDER BY months.stat_month DESC, months.person_id ASC
