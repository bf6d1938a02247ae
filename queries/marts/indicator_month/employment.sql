-- title:   务工规模和去向, 按村和月
-- grain:   one row per village and month that reported the work table
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          employed_alleviated BIGINT, employed_alleviated__alleviated BIGINT, employed_alleviated__monitored BIGINT,
--          migrant_workers_outside_town BIGINT, migrant_workers__out_of_province BIGINT,
--          migrant_workers__in_province_out_of_city BIGINT, migrant_workers__in_city BIGINT,
--          employment_by_place__town__num BIGINT, employment_by_place__town__den BIGINT,
--          employment_by_place__county__num BIGINT, employment_by_place__county__den BIGINT,
--          employment_by_place__city__num BIGINT, employment_by_place__city__den BIGINT,
--          employment_by_place__province__num BIGINT, employment_by_place__province__den BIGINT,
--          employment_by_place__out__num BIGINT, employment_by_place__out__den BIGINT,
--          employment_by_place__abroad__num BIGINT, employment_by_place__abroad__den BIGINT,
--          workshop_employed BIGINT, employment_ratio_base__num BIGINT, employment_ratio_base__den BIGINT
-- units:   人; a split by group is NULL where the household table of the month is missing, one by place or channel
--          where nobody's is filled in; employment_ratio_base only where the same month of last year was reported
-- reads:   scoped.employment_month, scoped.household_month
WITH people AS (
    SELECT
        work.stat_month,
        work.town_code,
        work.division_code,
        work.working,
        work.place_class,
        work.channel,
        home.hh_id IS NOT NULL AS is_known,
        home.mon_type IS NOT NULL AS is_monitored
    FROM scoped.employment_month AS work
    LEFT JOIN scoped.household_month AS home
        ON
            work.hh_id = home.hh_id
            AND work.stat_month = home.stat_month
            AND home.stat_month BETWEEN $from_month AND $to_month
    WHERE work.stat_month BETWEEN $from_month AND $to_month
),

this_month AS (
    SELECT
        stat_month,
        town_code,
        division_code,
        COUNT(*) FILTER (WHERE working) AS workers,
        COUNT(*) FILTER (WHERE working AND is_known AND NOT is_monitored) AS alleviated,
        COUNT(*) FILTER (WHERE working AND is_monitored) AS monitored,
        COUNT(place_class) FILTER (WHERE working) AS placed,
        COUNT(*) FILTER (WHERE working AND place_class = 'town') AS in_town,
        COUNT(*) FILTER (WHERE working AND place_class = 'county') AS in_county,
        COUNT(*) FILTER (WHERE working AND place_class = 'city') AS in_city,
        COUNT(*) FILTER (WHERE working AND place_class = 'province') AS in_province,
        COUNT(*) FILTER (WHERE working AND place_class = 'out') AS out_of_province,
        COUNT(*) FILTER (WHERE working AND place_class = 'abroad') AS abroad,
        COUNT(*) FILTER (WHERE working AND channel = '帮扶车间') AS in_workshop
    FROM people
    GROUP BY
        stat_month,
        town_code,
        division_code
),

-- What a township never fills in, it does not report.
filled AS (
    SELECT
        stat_month,
        town_code,
        COUNT(*) FILTER (WHERE is_known) > 0 AS has_group,
        COUNT(place_class) > 0 AS has_place,
        COUNT(channel) > 0 AS has_channel
    FROM people
    GROUP BY
        stat_month,
        town_code
),

last_year AS (
    SELECT
        CAST(stat_month + INTERVAL '1' YEAR AS DATE) AS stat_month,
        town_code,
        division_code,
        COUNT(*) FILTER (WHERE working) AS workers
    FROM scoped.employment_month
    WHERE
        stat_month BETWEEN CAST($from_month - INTERVAL '1' YEAR AS DATE) AND CAST($to_month - INTERVAL '1' YEAR AS DATE)
    GROUP BY
        CAST(stat_month + INTERVAL '1' YEAR AS DATE),
        town_code,
        division_code
),

-- A village may have workers in one of the two months only; its township must have reported both.
towns_with_base AS (
    SELECT DISTINCT
        last_year.stat_month,
        last_year.town_code
    FROM last_year
    INNER JOIN this_month ON last_year.stat_month = this_month.stat_month AND last_year.town_code = this_month.town_code
)

SELECT
    COALESCE(this_month.stat_month, last_year.stat_month) AS stat_month,
    COALESCE(this_month.town_code, last_year.town_code) AS town_code,
    COALESCE(this_month.division_code, last_year.division_code) AS division_code,
    this_month.workers AS employed_alleviated,
    CASE WHEN filled.has_group THEN this_month.alleviated END AS employed_alleviated__alleviated,
    CASE WHEN filled.has_group THEN this_month.monitored END AS employed_alleviated__monitored,
    CASE WHEN filled.has_place THEN this_month.placed - this_month.in_town END AS migrant_workers_outside_town,
    CASE WHEN filled.has_place THEN this_month.out_of_province + this_month.abroad END
        AS migrant_workers__out_of_province,
    CASE WHEN filled.has_place THEN this_month.in_province END AS migrant_workers__in_province_out_of_city,
    CASE WHEN filled.has_place THEN this_month.in_county + this_month.in_city END
        AS migrant_workers__in_city,
    CASE WHEN filled.has_place THEN this_month.in_town END AS employment_by_place__town__num,
    CASE WHEN filled.has_place THEN this_month.placed END AS employment_by_place__town__den,
    CASE WHEN filled.has_place THEN this_month.in_county END AS employment_by_place__county__num,
    CASE WHEN filled.has_place THEN this_month.placed END AS employment_by_place__county__den,
    CASE WHEN filled.has_place THEN this_month.in_city END AS employment_by_place__city__num,
    CASE WHEN filled.has_place THEN this_month.placed END AS employment_by_place__city__den,
    CASE WHEN filled.has_place THEN this_month.in_province END AS employment_by_place__province__num,
    CASE WHEN filled.has_place THEN this_month.placed END AS employment_by_place__province__den,
    CASE WHEN filled.has_place THEN this_month.out_of_province END AS employment_by_place__out__num,
    CASE WHEN filled.has_place THEN this_month.placed END AS employment_by_place__out__den,
    CASE WHEN filled.has_place THEN this_month.abroad END AS employment_by_place__abroad__num,
    CASE WHEN filled.has_place THEN this_month.placed END AS employment_by_place__abroad__den,
    CASE WHEN filled.has_channel THEN this_month.in_workshop END AS workshop_employed,
    CASE WHEN towns_with_base.town_code IS NOT NULL THEN COALESCE(this_month.workers, 0) END
        AS employment_ratio_base__num,
    CASE WHEN towns_with_base.town_code IS NOT NULL THEN COALESCE(last_year.workers, 0) END
        AS employment_ratio_base__den
FROM this_month
FULL OUTER JOIN last_year
    ON this_month.stat_month = last_year.stat_month AND this_month.division_code = last_year.division_code
LEFT JOIN filled
    ON
        this_month.stat_month = filled.stat_month
        AND this_month.town_code = filled.town_code
LEFT JOIN towns_with_base
    ON
        COALESCE(this_month.stat_month, last_year.stat_month) = towns_with_base.stat_month
        AND COALESCE(this_month.town_code, last_year.town_code) = towns_with_base.town_code
WHERE this_month.town_code IS NOT NULL OR towns_with_base.town_code IS NOT NULL
ORDER BY
    stat_month,
    division_code
