-- title:   资产指标背后的资产: 计入的, 和没有计入的及原因
-- grain:   one row per asset; amount adds up to the figure over the rows without dropped_by
-- params:  $area VARCHAR, $month DATE
--          $indicator VARCHAR       asset_count or asset_value, whole or by class
-- columns: town_name VARCHAR, asset_name VARCHAR, asset_class VARCHAR, registered_at DATE, state VARCHAR,
--          original_value DOUBLE, amount DOUBLE, dropped_by VARCHAR
-- units:   amount = 1 an asset, or its original value in 元
-- reads:   scoped.asset, scoped.division
SELECT
    town.name AS town_name,
    asset.name AS asset_name,
    asset.asset_class,
    asset.registered_at,
    asset.state,
    CAST(asset.original_value AS DOUBLE) AS original_value,
    CASE WHEN $indicator LIKE 'asset_count%' THEN 1.0E0 ELSE CAST(asset.original_value AS DOUBLE) END AS amount,
    CASE
        WHEN
            COALESCE(asset.registered_at, CAST(CAST(asset.form_year AS VARCHAR) || '-12-31' AS DATE))
            >= CAST($month + INTERVAL '1' MONTH AS DATE) THEN 'not_yet_registered'
        WHEN asset.state = 'disposed' THEN 'disposed'
        WHEN $indicator LIKE '%.%' AND $indicator NOT LIKE '%.' || asset.asset_class THEN 'other_type'
    END AS dropped_by
FROM scoped.asset AS asset
LEFT JOIN scoped.division AS town ON asset.town_code = town.division_code
WHERE asset.town_code LIKE $area || '%'
ORDER BY
    asset.town_code,
    asset.asset_id
