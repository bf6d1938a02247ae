-- title:   预警的凭据: 信访舆情
-- grain:   one row per row of the table that the object names
-- params:  $object VARCHAR   its own number
--          $month DATE
-- columns: town_name VARCHAR, village_name VARCHAR, petition_id VARCHAR, received_at DATE,
--          petition_channel VARCHAR, petition_topic VARCHAR, resp_unit VARCHAR, due_at DATE,
--          petition_result VARCHAR, closed_at DATE, is_repeat BOOLEAN
-- units:   as in the table, 元, 0..1
-- reads:   scoped.petition, scoped.division
SELECT
    town.name AS town_name,
    village.name AS village_name,
    one.petition_id,
    one.received_at,
    one.petition_channel,
    one.petition_topic,
    one.resp_unit,
    one.due_at,
    one.petition_result,
    one.closed_at,
    one.is_repeat
FROM scoped.petition AS one
LEFT JOIN scoped.division AS town ON one.town_code = town.division_code
LEFT JOIN scoped.division AS village ON one.division_code = village.division_code
WHERE
    (one.petition_id = $object OR one.division_code = $object)
    AND one.received_at >= CAST($month - INTERVAL '12' MONTH AS DATE)
    AND one.received_at < CAST($month + INTERVAL '1' MONTH AS DATE)
ORDER BY
    one.petition_id
LIMIT 200
