-- title:   资产写明权属和管护单位
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.asset
SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    t.town_code,
    t.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.asset_id AS object_key,
    CASE
        WHEN t.owner_level IS NULL THEN 'owner_level' WHEN t.manager IS NULL THEN 'manager' ELSE 'management_mode'
    END AS column_name,
    CONCAT_WS(
        '、',
        CASE WHEN t.owner_level IS NULL THEN '权属层级' END,
        CASE WHEN t.manager IS NULL THEN '管护单位' END,
        CASE WHEN t.asset_class = 'operating' AND t.management_mode IS NULL THEN '经营方式' END
    ) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.asset AS t
WHERE
    t.state <> 'disposed'
    AND (t.owner_level IS NULL OR t.manager IS NULL OR t.asset_class = 'operating' AND t.management_mode IS NULL)
ORDER BY
    t.asset_id
