-- title:   预警的凭据: 务工人数, 本月和去年同月, 按村
-- grain:   one row per village of the township
-- params:  $object VARCHAR   code of the township
--          $month DATE
-- columns: village_name VARCHAR, workers BIGINT, workers_then BIGINT
-- units:   人
-- reads:   scoped.employment_month, scoped.division
SELECT
    village.name AS village_name,
    CAST(COUNT(*) FILTER (WHERE one.stat_month = $month) AS BIGINT) AS workers,
    CAST(COUNT(*) FILTER (WHERE one.stat_month <> $month) AS BIGINT) AS workers_then
FROM scoped.employment_month AS one
LEFT JOIN scoped.division AS village ON one.division_code = village.division_code
WHERE
    one.town_code = $object
    AND one.stat_month IN ($month, CAST($month - INTERVAL '1' YEAR AS DATE))
    AND one.working
GROUP BY
    one.division_code,
    village.name
ORDER BY one.division_code
