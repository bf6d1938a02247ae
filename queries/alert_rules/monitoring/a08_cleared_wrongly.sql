-- title:   收入、保障或劳动能力不合条件就消除了风险
-- grain:   one row per household and month in which it still counts as cleared
-- params:  $since DATE, $until DATE
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, hh_key VARCHAR, object_key VARCHAR, since DATE,
--          due_at DATE, severity VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said = income a person after clearing, 元, where that is the reason; judged as things stood when it was
--          cleared, by the range of that year
-- reads:   scoped.household_month, scoped.income_line, scoped.clearance
WITH cleared AS (
    SELECT
        stat_month,
        town_code,
        division_code,
        hh_id,
        hh_key,
        cleared_month
    FROM scoped.household_month
    WHERE
        risk_status = 'cleared'
        AND clear_mode = 'helped'
        AND stat_month BETWEEN $since AND $until
),

clearings AS (
    SELECT DISTINCT
        cleared.town_code,
        cleared.hh_id,
        cleared.cleared_month
    FROM cleared
),

ranges AS (
    SELECT
        clearings.hh_id,
        clearings.cleared_month,
        line.value_yuan,
        ROW_NUMBER() OVER (
            PARTITION BY clearings.hh_id, clearings.cleared_month
            ORDER BY LENGTH(line.division_code) DESC, line.line_id ASC
        ) AS nearness
    FROM clearings
    INNER JOIN scoped.income_line AS line
        ON
            line.line_code = 'provincial_range'
            AND line.year = EXTRACT(YEAR FROM clearings.cleared_month)
            AND clearings.town_code LIKE line.division_code || '%'
),

judged AS (
    SELECT
        clearings.hh_id,
        clearings.cleared_month,
        after.net_pc_after,
        CASE
            WHEN home.is_no_labour THEN 'labour'
            WHEN
                after.dropout_after OR after.house_damaged_after OR after.uninsured_after OR after.water_damaged_after
                THEN 'guarantee'
            WHEN after.net_pc_after < ranges.value_yuan THEN 'income'
        END AS fault
    FROM clearings
    LEFT JOIN scoped.household_month AS home
        ON clearings.hh_id = home.hh_id AND clearings.cleared_month = home.stat_month
    LEFT JOIN scoped.clearance AS after
        ON clearings.hh_id = after.hh_id AND clearings.cleared_month = after.cleared_month
    LEFT JOIN ranges
        ON
            clearings.hh_id = ranges.hh_id
            AND clearings.cleared_month = ranges.cleared_month
            AND ranges.nearness = 1
)

SELECT
    cleared.stat_month,
    cleared.town_code,
    cleared.division_code,
    cleared.hh_key,
    cleared.hh_key AS object_key,
    cleared.cleared_month AS since,
    CAST(NULL AS DATE) AS due_at,
    'red' AS severity,
    CASE WHEN judged.fault = 'income' THEN CAST(CAST(ROUND(judged.net_pc_after, 0) AS BIGINT) AS VARCHAR) END AS said,
    judged.fault AS wanted
FROM cleared
INNER JOIN judged
    ON
        cleared.hh_id = judged.hh_id
        AND cleared.cleared_month = judged.cleared_month
        AND judged.fault IS NOT NULL
ORDER BY
    cleared.stat_month,
    cleared.hh_key
