-- title:   数据错误清单: 哪一户哪一列错了什么, 从什么时候起
-- grain:   one row per fault of the month
-- params:  $area VARCHAR       county, township or village
--          $month DATE
--          $rules VARCHAR?     rule ids with commas between
--          $exempt BOOLEAN?    true: those with an exemption; false: those that count; NULL: all
--          $limit INTEGER, $offset INTEGER
-- columns: hh_key VARCHAR, town_name VARCHAR, village_name VARCHAR, rule_id VARCHAR, level VARCHAR, table_name VARCHAR,
--          column_name VARCHAR, object_key VARCHAR, message VARCHAR, stat_month DATE, since DATE, months BIGINT,
--          source_id VARCHAR, source_row INTEGER, is_exempt BOOLEAN, total_rows BIGINT
-- units:   since = the first month from which this fault stands without a break (looked for over the last 24 months);
--          months = how many months that is, this one included; total_rows = of the whole list, not of these rows
-- reads:   scoped.rule_fault, scoped.division
WITH
listed AS (
    SELECT
        hh_key,
        town_code,
        division_code,
        rule_id,
        level,
        table_name,
        column_name,
        object_key,
        message,
        stat_month,
        source_id,
        source_row,
        is_exempt,
        CAST(COUNT(*) OVER () AS BIGINT) AS total_rows
    FROM scoped.rule_fault
    WHERE
        stat_month = $month
        AND (LENGTH($area) = 6 OR town_code = $area OR division_code = $area)
        AND ($rules IS NULL OR CONCAT(',', $rules, ',') LIKE CONCAT('%,', rule_id, ',%'))
        AND ($exempt IS NULL OR is_exempt = $exempt)
    ORDER BY
        level ASC,
        rule_id ASC,
        town_code ASC,
        division_code ASC NULLS LAST,
        object_key ASC NULLS LAST,
        column_name ASC NULLS LAST,
        source_id ASC,
        source_row ASC NULLS LAST,
        message ASC
    LIMIT $limit OFFSET $offset
),

history AS (
    SELECT DISTINCT
        earlier.rule_id,
        earlier.object_key,
        COALESCE(earlier.column_name, '') AS column_key,
        earlier.stat_month
    FROM scoped.rule_fault AS earlier
    INNER JOIN listed
        ON
            earlier.rule_id = listed.rule_id
            AND earlier.object_key = listed.object_key
    WHERE
        earlier.stat_month BETWEEN CAST($month - INTERVAL '23' MONTH AS DATE) AND $month
),

stepped AS (
    SELECT
        rule_id,
        object_key,
        column_key,
        stat_month,
        LAG(stat_month) OVER (PARTITION BY rule_id, object_key, column_key ORDER BY stat_month) AS month_before
    FROM history
),

begun AS (
    SELECT
        rule_id,
        object_key,
        column_key,
        MAX(
            CASE
                WHEN month_before IS NULL OR month_before < CAST(stat_month - INTERVAL '1' MONTH AS DATE)
                    THEN stat_month
            END
        ) AS since
    FROM stepped
    GROUP BY
        rule_id,
        object_key,
        column_key
)

SELECT
    listed.hh_key,
    town.name AS town_name,
    village.name AS village_name,
    listed.rule_id,
    listed.level,
    listed.table_name,
    listed.column_name,
    listed.object_key,
    listed.message,
    listed.stat_month,
    COALESCE(begun.since, listed.stat_month) AS since,
    CAST(
        (EXTRACT(YEAR FROM listed.stat_month) - EXTRACT(YEAR FROM COALESCE(begun.since, listed.stat_month))) * 12
        + EXTRACT(MONTH FROM listed.stat_month) - EXTRACT(MONTH FROM COALESCE(begun.since, listed.stat_month)) + 1
        AS BIGINT
    ) AS months,
    listed.source_id,
    listed.source_row,
    listed.is_exempt,
    listed.total_rows
FROM listed
LEFT JOIN begun
    ON
        listed.rule_id = begun.rule_id
        AND listed.object_key = begun.object_key
        AND COALESCE(listed.column_name, '') = begun.column_key
LEFT JOIN scoped.division AS town ON listed.town_code = town.division_code
LEFT JOIN scoped.division AS village ON listed.division_code = village.division_code
ORDER BY
    listed.level ASC,
    listed.rule_id ASC,
    listed.town_code ASC,
    listed.division_code ASC NULLS LAST,
    listed.object_key ASC NULLS LAST,
    listed.column_name ASC NULLS LAST,
    listed.source_id ASC,
    listed.source_row ASC NULLS LAST,
    listed.message ASC
