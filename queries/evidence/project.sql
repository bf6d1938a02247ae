-- title:   预警的凭据: 项目
-- grain:   one row per row of the table that the object names
-- params:  $object VARCHAR   its own number
--          $month DATE
-- columns: town_name VARCHAR, village_name VARCHAR, project_id VARCHAR, name VARCHAR, dept_code VARCHAR,
--          resp_unit VARCHAR, type VARCHAR, subtype VARCHAR, content VARCHAR, pool_year BIGINT, plan_year BIGINT,
--          batch_no BIGINT, plan_order_at DATE, plan_central DOUBLE, plan_provincial DOUBLE, plan_city DOUBLE,
--          plan_county DOUBLE, plan_other DOUBLE, plan_total DOUBLE, start_plan DATE, finish_plan DATE,
--          state VARCHAR, started_at DATE, finished_at DATE, accepted_at DATE, handed_at DATE,
--          perf_target VARCHAR, benefit_linkage VARCHAR, benefit_hh BIGINT, benefit_persons BIGINT,
--          benefit_alleviated_persons BIGINT, publicity_plan_at DATE, publicity_done_at DATE
-- units:   as in the table, 元, 0..1
-- reads:   scoped.project, scoped.division
SELECT
    town.name AS town_name,
    village.name AS village_name,
    one.project_id,
    one.name,
    one.dept_code,
    one.resp_unit,
    one.type,
    one.subtype,
    one.content,
    CAST(one.pool_year AS BIGINT) AS pool_year,
    CAST(one.plan_year AS BIGINT) AS plan_year,
    CAST(one.batch_no AS BIGINT) AS batch_no,
    one.plan_order_at,
    CAST(one.plan_central AS DOUBLE) AS plan_central,
    CAST(one.plan_provincial AS DOUBLE) AS plan_provincial,
    CAST(one.plan_city AS DOUBLE) AS plan_city,
    CAST(one.plan_county AS DOUBLE) AS plan_county,
    CAST(one.plan_other AS DOUBLE) AS plan_other,
    CAST(one.plan_total AS DOUBLE) AS plan_total,
    one.start_plan,
    one.finish_plan,
    one.state,
    one.started_at,
    one.finished_at,
    one.accepted_at,
    one.handed_at,
    one.perf_target,
    one.benefit_linkage,
    CAST(one.benefit_hh AS BIGINT) AS benefit_hh,
    CAST(one.benefit_persons AS BIGINT) AS benefit_persons,
    CAST(one.benefit_alleviated_persons AS BIGINT) AS benefit_alleviated_persons,
    one.publicity_plan_at,
    one.publicity_done_at
FROM scoped.project AS one
LEFT JOIN scoped.division AS town ON one.town_code = town.division_code
LEFT JOIN scoped.division AS village ON one.division_code = village.division_code
WHERE
    (one.project_id = $object OR one.division_code = $object)
    AND $month IS NOT NULL
ORDER BY
    one.project_id
LIMIT 200
