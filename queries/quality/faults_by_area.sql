-- title:   数据错误处数, 按规则、下级区域和月
-- grain:   one row per rule, child area and month that has any fault
-- params:  $area VARCHAR                    county: its townships; township: its villages; village: itself
--          $from_month DATE, $month DATE    both ends included
--          $rules VARCHAR?                  rule ids with commas between
-- columns: rule_id VARCHAR, area_code VARCHAR, stat_month DATE, faults BIGINT, exempt BIGINT, objects BIGINT
-- units:   faults = 处 without exempted ones; exempt = 处 with an exemption in force; objects = households (or projects,
--          assets) with a fault that counts; a fault that names no village of its township stands under the township
-- reads:   scoped.rule_fault
WITH placed AS (
    SELECT
        rule_id,
        CASE WHEN LENGTH($area) = 6 THEN town_code ELSE COALESCE(division_code, town_code) END AS area_code,
        stat_month,
        object_key,
        is_exempt
    FROM scoped.rule_fault
    WHERE
        stat_month BETWEEN $from_month AND $month
        AND (LENGTH($area) = 6 OR town_code = $area OR division_code = $area)
        AND ($rules IS NULL OR CONCAT(',', $rules, ',') LIKE CONCAT('%,', rule_id, ',%'))
)

SELECT
    rule_id,
    area_code,
    stat_month,
    CAST(COUNT(*) FILTER (WHERE NOT is_exempt) AS BIGINT) AS faults,
    CAST(COUNT(*) FILTER (WHERE is_exempt) AS BIGINT) AS exempt,
    CAST(COUNT(DISTINCT CASE WHEN NOT is_exempt THEN object_key END) AS BIGINT) AS objects
FROM placed
GROUP BY
    rule_id,
    area_code,
    stat_month
ORDER BY
    rule_id,
    area_code,
    stat_month
