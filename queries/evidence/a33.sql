-- title:   预警的凭据: 这一户近半年的务工月报
-- grain:   one row per worker and month
-- params:  $object VARCHAR   hh_key
--          $month DATE
-- columns: hh_key VARCHAR, village_name VARCHAR, stat_month DATE, working BOOLEAN, place_class VARCHAR,
--          start_month DATE, end_month DATE, channel VARCHAR
-- units:   -
-- reads:   scoped.employment_month, scoped.division
SELECT
    one.hh_key,
    village.name AS village_name,
    one.stat_month,
    one.working,
    one.place_class,
    one.start_month,
    one.end_month,
    one.channel
FROM scoped.employment_month AS one
LEFT JOIN scoped.division AS village ON one.division_code = village.division_code
WHERE
    one.hh_key = $object
    AND one.stat_month BETWEEN CAST($month - INTERVAL '6' MONTH AS DATE) AND $month
ORDER BY
    one.stat_month,
    one.person_id
