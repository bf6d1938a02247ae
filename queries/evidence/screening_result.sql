-- title:   预警的凭据: 集中排查结果(村)
-- grain:   one row per row of the table that the object names
-- params:  $object VARCHAR   number of the round, code of the village or township
--          $month DATE
-- columns: town_name VARCHAR, village_name VARCHAR, round_id VARCHAR, stat_month DATE, hh_ordinary BIGINT,
--          hh_alleviated BIGINT, hh_monitored_active BIGINT, hh_monitored_cleared BIGINT, hh_total BIGINT,
--          persons_total BIGINT, new_clues BIGINT, new_admitted_hh BIGINT, new_admitted_persons BIGINT
-- units:   as in the table, 元, 0..1
-- reads:   scoped.screening_result, scoped.division
SELECT
    town.name AS town_name,
    village.name AS village_name,
    one.round_id,
    one.stat_month,
    CAST(one.hh_ordinary AS BIGINT) AS hh_ordinary,
    CAST(one.hh_alleviated AS BIGINT) AS hh_alleviated,
    CAST(one.hh_monitored_active AS BIGINT) AS hh_monitored_active,
    CAST(one.hh_monitored_cleared AS BIGINT) AS hh_monitored_cleared,
    CAST(one.hh_total AS BIGINT) AS hh_total,
    CAST(one.persons_total AS BIGINT) AS persons_total,
    CAST(one.new_clues AS BIGINT) AS new_clues,
    CAST(one.new_admitted_hh AS BIGINT) AS new_admitted_hh,
    CAST(one.new_admitted_persons AS BIGINT) AS new_admitted_persons
FROM scoped.screening_result AS one
LEFT JOIN scoped.division AS town ON one.town_code = town.division_code
LEFT JOIN scoped.division AS village ON one.division_code = village.division_code
WHERE
    (one.round_id = $object OR one.division_code = $object OR one.town_code = $object)
    AND one.stat_month BETWEEN CAST($month - INTERVAL '11' MONTH AS DATE) AND $month
ORDER BY
    one.round_id,
    one.division_code
LIMIT 200
