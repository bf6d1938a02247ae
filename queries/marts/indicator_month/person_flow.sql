-- title:   脱贫户和监测户人口的自然增减, 按村和月
-- grain:   one row per village and month whose township reported its people that month and its households the month
--          before; from January of the first year on, because __ytd is added up over the year afterwards
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          natural_increase_persons__ytd BIGINT, natural_decrease_persons__ytd BIGINT,
--          alleviated_natural_increase_persons__ytd BIGINT, alleviated_natural_decrease_persons__ytd BIGINT,
--          monitored_natural_increase_persons__ytd BIGINT, monitored_natural_decrease_persons__ytd BIGINT,
--          monitored_natural_increase_persons__active__ytd BIGINT,
--          monitored_natural_decrease_persons__active__ytd BIGINT
-- units:   人, by the status of their household a month before; no row before the first change that anybody ever
--          reported, because files without change codes say nothing
-- reads:   scoped.person_month, scoped.household_month
WITH changed AS (
    SELECT
        stat_month,
        hh_id,
        COUNT(*) FILTER (
            WHERE
            in_household
            AND change_code IN ('birth', 'marry_in', 'adopt', 'hukou_in', 'released', 'demobilised')
        ) AS came,
        COUNT(*) FILTER (
            WHERE
            NOT in_household
            AND change_code IN ('death', 'marry_out', 'hukou_out', 'prison', 'army', 'emigrate', 'settle_city')
        ) AS went
    FROM scoped.person_month
    WHERE
        stat_month BETWEEN CAST(DATE_TRUNC('year', $from_month) AS DATE) AND $to_month
        AND change_code IS NOT NULL
        AND change_date >= stat_month
        AND change_date < CAST(stat_month + INTERVAL '1' MONTH AS DATE)
    GROUP BY
        stat_month,
        hh_id
),

-- Who never reports a change code does not report "no change" either.
first_change AS (
    SELECT MIN(stat_month) AS stat_month
    FROM scoped.person_month
    WHERE change_code IS NOT NULL AND stat_month <= $to_month
),

reported AS (
    SELECT DISTINCT
        people.stat_month,
        people.town_code
    FROM scoped.person_month AS people
    INNER JOIN first_change ON people.stat_month >= first_change.stat_month
    WHERE people.stat_month BETWEEN CAST(DATE_TRUNC('year', $from_month) AS DATE) AND $to_month
),

month_before AS (
    SELECT
        CAST(stat_month + INTERVAL '1' MONTH AS DATE) AS stat_month,
        hh_id,
        town_code,
        division_code,
        hh_type = 'alleviated' AS was_alleviated,
        mon_type IS NOT NULL AS was_monitored,
        COALESCE(risk_status, '') = 'active' AS was_active
    FROM scoped.household_month
    WHERE
        stat_month BETWEEN CAST(DATE_TRUNC('year', $from_month) - INTERVAL '1' MONTH AS DATE)
        AND CAST($to_month - INTERVAL '1' MONTH AS DATE)
)

SELECT
    month_before.stat_month,
    month_before.town_code,
    month_before.division_code,
    CAST(SUM(CASE WHEN was_alleviated OR was_monitored THEN COALESCE(came, 0) ELSE 0 END) AS BIGINT)
        AS natural_increase_persons__ytd,
    CAST(SUM(CASE WHEN was_alleviated OR was_monitored THEN COALESCE(went, 0) ELSE 0 END) AS BIGINT)
        AS natural_decrease_persons__ytd,
    CAST(SUM(CASE WHEN was_alleviated THEN COALESCE(came, 0) ELSE 0 END) AS BIGINT)
        AS alleviated_natural_increase_persons__ytd,
    CAST(SUM(CASE WHEN was_alleviated THEN COALESCE(went, 0) ELSE 0 END) AS BIGINT)
        AS alleviated_natural_decrease_persons__ytd,
    CAST(SUM(CASE WHEN was_monitored THEN COALESCE(came, 0) ELSE 0 END) AS BIGINT)
        AS monitored_natural_increase_persons__ytd,
    CAST(SUM(CASE WHEN was_monitored THEN COALESCE(went, 0) ELSE 0 END) AS BIGINT)
        AS monitored_natural_decrease_persons__ytd,
    CAST(SUM(CASE WHEN was_active THEN COALESCE(came, 0) ELSE 0 END) AS BIGINT)
        AS monitored_natural_increase_persons__active__ytd,
    CAST(SUM(CASE WHEN was_active THEN COALESCE(went, 0) ELSE 0 END) AS BIGINT)
        AS monitored_natural_decrease_persons__active__ytd
FROM month_before
INNER JOIN reported ON month_before.stat_month = reported.stat_month AND month_before.town_code = reported.town_code
LEFT JOIN changed ON month_before.stat_month = changed.stat_month AND month_before.hh_id = changed.hh_id
GROUP BY
    month_before.stat_month,
    month_before.town_code,
    month_before.division_code
ORDER BY
    month_before.stat_month,
    month_before.division_code
