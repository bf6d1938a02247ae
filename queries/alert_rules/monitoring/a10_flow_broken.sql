-- title:   上月末加减本月进出不等于本月末
-- grain:   one row per township and month that does not tie with the month before
-- params:  $since DATE, $until DATE
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, hh_key VARCHAR, object_key VARCHAR, since DATE,
--          due_at DATE, severity VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said = households too many (+) or too few (-); compared where the township reported both months.
--          Monitored: those of the month before, plus the newly identified, minus whole households that left
--          naturally; alleviated: the same without identification
-- reads:   scoped.household_month, scoped.person_month
WITH present AS (
    SELECT
        stat_month,
        CAST(stat_month + INTERVAL '1' MONTH AS DATE) AS next_month,
        town_code,
        hh_id,
        hh_type,
        mon_type,
        identified_month
    FROM scoped.household_month
    WHERE stat_month BETWEEN CAST($since - INTERVAL '1' MONTH AS DATE) AND $until
),

left_naturally AS (
    SELECT DISTINCT
        stat_month,
        hh_id
    FROM scoped.person_month
    WHERE
        stat_month BETWEEN $since AND $until
        AND NOT in_household
        AND change_code IS NOT NULL
),

now AS (
    SELECT
        stat_month,
        town_code,
        COUNT(mon_type) AS monitored,
        COUNT(CASE WHEN mon_type IS NOT NULL AND identified_month = stat_month THEN 1 END) AS identified,
        COUNT(CASE WHEN hh_type = 'alleviated' THEN 1 END) AS alleviated
    FROM present
    GROUP BY
        stat_month,
        town_code
),

past AS (
    SELECT
        one.next_month AS stat_month,
        one.town_code,
        COUNT(one.mon_type) AS monitored,
        COUNT(CASE WHEN one.hh_type = 'alleviated' THEN 1 END) AS alleviated,
        COUNT(CASE WHEN gone.hh_id IS NOT NULL THEN one.mon_type END) AS monitored_gone,
        COUNT(CASE WHEN gone.hh_id IS NOT NULL AND one.hh_type = 'alleviated' THEN 1 END) AS alleviated_gone
    FROM present AS one
    LEFT JOIN present AS later ON one.hh_id = later.hh_id AND one.next_month = later.stat_month
    LEFT JOIN left_naturally AS gone
        ON
            one.hh_id = gone.hh_id
            AND one.next_month = gone.stat_month
            AND later.hh_id IS NULL
    GROUP BY
        one.next_month,
        one.town_code
),

gaps AS (
    SELECT
        now.stat_month,
        now.town_code,
        now.monitored - past.monitored - now.identified + past.monitored_gone AS monitored,
        now.alleviated - past.alleviated + past.alleviated_gone AS alleviated
    FROM now
    INNER JOIN past ON now.stat_month = past.stat_month AND now.town_code = past.town_code
)

SELECT
    stat_month,
    town_code,
    CAST(NULL AS VARCHAR) AS division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    town_code AS object_key,
    stat_month AS since,
    CAST(stat_month + INTERVAL '1' MONTH + INTERVAL '4' DAY AS DATE) AS due_at,
    'orange' AS severity,
    CONCAT_WS(
        '，',
        CASE WHEN monitored > 0 THEN CONCAT('监测对象多', CAST(monitored AS VARCHAR), '户') END,
        CASE WHEN monitored < 0 THEN CONCAT('监测对象少', CAST(-monitored AS VARCHAR), '户') END,
        CASE WHEN alleviated > 0 THEN CONCAT('脱贫户多', CAST(alleviated AS VARCHAR), '户') END,
        CASE WHEN alleviated < 0 THEN CONCAT('脱贫户少', CAST(-alleviated AS VARCHAR), '户') END
    ) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM gaps
WHERE (monitored <> 0 OR alleviated <> 0) AND stat_month >= $since
ORDER BY
    stat_month,
    town_code
