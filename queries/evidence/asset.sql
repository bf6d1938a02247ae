-- title:   预警的凭据: 项目资产
-- grain:   one row per row of the table that the object names
-- params:  $object VARCHAR   its own number
--          $month DATE
-- columns: town_name VARCHAR, village_name VARCHAR, asset_id VARCHAR, name VARCHAR, asset_class VARCHAR,
--          project_id VARCHAR, form_year BIGINT, registered_at DATE, original_value DOUBLE, owner_level VARCHAR,
--          owner_name VARCHAR, title_done BOOLEAN, title_at DATE, manager VARCHAR, management_mode VARCHAR,
--          income_year_amount DOUBLE, distributed_year_amount DOUBLE, state VARCHAR, public_notice_at DATE
-- units:   as in the table, 元, 0..1
-- reads:   scoped.asset, scoped.division
SELECT
    town.name AS town_name,
    village.name AS village_name,
    one.asset_id,
    one.name,
    one.asset_class,
    one.project_id,
    CAST(one.form_year AS BIGINT) AS form_year,
    one.registered_at,
    CAST(one.original_value AS DOUBLE) AS original_value,
    one.owner_level,
    one.owner_name,
    one.title_done,
    one.title_at,
    one.manager,
    one.management_mode,
    CAST(one.income_year_amount AS DOUBLE) AS income_year_amount,
    CAST(one.distributed_year_amount AS DOUBLE) AS distributed_year_amount,
    one.state,
    one.public_notice_at
FROM scoped.asset AS one
LEFT JOIN scoped.division AS town ON one.town_code = town.division_code
LEFT JOIN scoped.division AS village ON one.division_code = village.division_code
WHERE
    (one.asset_id = $object OR one.division_code = $object)
    AND $month IS NOT NULL
ORDER BY
    one.asset_id
LIMIT 200
