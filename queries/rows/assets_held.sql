-- title:   项目资产, 逐项
-- grain:   one row per asset registered (or formed) by the month's end and not disposed of
-- params:  $area VARCHAR              county or township (a village stands for its township)
--          $month DATE
--          $class VARCHAR?          a class of assets; all = every class
--          $which VARCHAR?           titled, idle or unregistered
-- columns: town_name VARCHAR, asset_name VARCHAR, asset_class VARCHAR, registered_at DATE, state VARCHAR,
--          title_done BOOLEAN, value DOUBLE, income DOUBLE, distributed DOUBLE
-- units:   value = 元, original value; income, distributed = 元 of the last year
-- reads:   scoped.asset, scoped.division
SELECT
    town.name AS town_name,
    asset.name AS asset_name,
    asset.asset_class,
    asset.registered_at,
    asset.state,
    asset.title_done,
    CAST(asset.original_value AS DOUBLE) AS value,
    CAST(asset.income_year_amount AS DOUBLE) AS income,
    CAST(asset.distributed_year_amount AS DOUBLE) AS distributed
FROM scoped.asset AS asset
LEFT JOIN scoped.division AS town ON asset.town_code = town.division_code
WHERE
    COALESCE(
        asset.registered_at < CAST($month + INTERVAL '1' MONTH AS DATE),
        asset.form_year <= EXTRACT(YEAR FROM CAST($month AS DATE))
    )
    AND asset.state <> 'disposed'
    AND asset.town_code LIKE SUBSTR($area, 1, 9) || '%'
    AND (LENGTH($area) > 6 OR town.in_county_total)
    AND ($class IS NULL OR $class = 'all' OR asset.asset_class = $class)
    AND (
        $which IS NULL
        OR ($which = 'titled' AND asset.title_done)
        OR ($which = 'idle' AND asset.state = 'idle')
        OR ($which = 'unregistered' AND asset.registered_at IS NULL)
    )
ORDER BY asset.town_code, asset.asset_id
