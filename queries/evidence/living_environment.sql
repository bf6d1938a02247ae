-- title:   预警的凭据: 人居环境
-- grain:   one row per row of the table that the object names
-- params:  $object VARCHAR   code of the village
--          $month DATE
-- columns: town_name VARCHAR, village_name VARCHAR, report_month DATE, toilets_task BIGINT, toilets_built BIGINT,
--          toilets_checked BIGINT, toilets_broken BIGINT, public_toilets BIGINT, sewage_m DOUBLE, cleaners BIGINT,
--          inspections BIGINT, complaints BIGINT
-- units:   as in the table, 元, 0..1
-- reads:   scoped.living_environment, scoped.division
SELECT
    town.name AS town_name,
    village.name AS village_name,
    one.report_month,
    CAST(one.toilets_task AS BIGINT) AS toilets_task,
    CAST(one.toilets_built AS BIGINT) AS toilets_built,
    CAST(one.toilets_checked AS BIGINT) AS toilets_checked,
    CAST(one.toilets_broken AS BIGINT) AS toilets_broken,
    CAST(one.public_toilets AS BIGINT) AS public_toilets,
    CAST(one.sewage_m AS DOUBLE) AS sewage_m,
    CAST(one.cleaners AS BIGINT) AS cleaners,
    CAST(one.inspections AS BIGINT) AS inspections,
    CAST(one.complaints AS BIGINT) AS complaints
FROM scoped.living_environment AS one
LEFT JOIN scoped.division AS town ON one.town_code = town.division_code
LEFT JOIN scoped.division AS village ON one.division_code = village.division_code
WHERE
    (one.division_code = $object)
    AND one.report_month >= CAST($month - INTERVAL '12' MONTH AS DATE)
    AND one.report_month < CAST($month + INTERVAL '1' MONTH AS DATE)
ORDER BY
    one.division_code,
    one.report_month
LIMIT 200
