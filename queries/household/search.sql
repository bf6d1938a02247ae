-- title:   按户编号或村民小组找户
-- grain:   one row per household of the month that matches; cut at $limit
-- params:  $area VARCHAR, $month DATE
--          $text VARCHAR            a household's number (whole), the beginning of its key, or part of a group's name
--          $limit INTEGER
-- columns: hh_key VARCHAR, village_name VARCHAR, group_name VARCHAR, hh_type VARCHAR, mon_type VARCHAR,
--          risk_status VARCHAR, hh_persons INTEGER, total_rows BIGINT
-- units:   hh_persons = 人; total_rows = how many match, of which $limit are listed
-- reads:   scoped.household_month, scoped.division
SELECT
    home.hh_key,
    village.name AS village_name,
    home.group_name,
    home.hh_type,
    home.mon_type,
    home.risk_status,
    home.hh_persons,
    CAST(COUNT(*) OVER () AS BIGINT) AS total_rows
FROM scoped.household_month AS home
LEFT JOIN scoped.division AS village ON home.division_code = village.division_code
WHERE
    home.stat_month = $month
    AND home.division_code LIKE $area || '%'
    AND (
        home.hh_id = $text
        OR (LENGTH($text) >= 4 AND SUBSTR(home.hh_key, 1, LENGTH($text)) = LOWER($text))
        OR home.group_name LIKE '%' || $text || '%'
        OR village.name LIKE $text || '%'
    )
ORDER BY home.division_code, home.group_name, home.hh_key
LIMIT $limit
