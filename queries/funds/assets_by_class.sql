-- title:   项目资产, 按类别: 经营性 + 公益性 + 到户类 = 合计
-- grain:   one row per class, then the row 'all', counted on its own and not by adding the classes
-- params:  $area VARCHAR              county or township (a village stands for its township)
--          $month DATE                first day of the month; assets registered up to its end
-- columns: asset_class VARCHAR, assets BIGINT, value DOUBLE, titled_value DOUBLE, title_rate DOUBLE, idle BIGINT,
--          unregistered BIGINT, income DOUBLE, distributed DOUBLE, sum_assets BIGINT, sum_value DOUBLE, ties BOOLEAN
-- units:   assets, idle, unregistered = 个; value and money = 元 (original value; income and distribution of the last
--          year); title_rate = titled value / value, 0..1; sum_* = the classes added up, only in the row 'all';
--          ties = the classes add up to 'all', in 个 and in 元
-- reads:   scoped.asset, scoped.division
WITH
counted AS (
    SELECT division_code AS town_code
    FROM scoped.division
    WHERE
        level = 4
        AND (LENGTH($area) > 6 OR in_county_total)
),

clock AS (
    SELECT
        CAST($month + INTERVAL '1' MONTH AS DATE) AS next_month,
        CAST(EXTRACT(YEAR FROM CAST($month AS DATE)) AS INTEGER) AS year_no
),

held AS (
    SELECT
        a.asset_class,
        a.original_value,
        a.title_done,
        a.state,
        a.registered_at,
        a.income_year_amount,
        a.distributed_year_amount
    FROM scoped.asset AS a
    INNER JOIN clock AS c ON COALESCE(a.registered_at < c.next_month, a.form_year <= c.year_no)
    WHERE
        a.state <> 'disposed'
        AND a.town_code LIKE SUBSTR($area, 1, 9) || '%'
        AND a.town_code IN (SELECT n.town_code FROM counted AS n)
),

classes AS (
    SELECT
        n.asset_class,
        n.sort_no,
        COUNT(h.asset_class) AS assets,
        COALESCE(SUM(h.original_value), 0) AS value,
        SUM(CASE WHEN h.title_done THEN h.original_value END) AS titled_value,
        COUNT(CASE WHEN h.state = 'idle' THEN 1 END) AS idle,
        COUNT(CASE WHEN h.original_value IS NOT NULL AND h.registered_at IS NULL THEN 1 END) AS unregistered,
        SUM(h.income_year_amount) AS income,
        SUM(h.distributed_year_amount) AS distributed
    FROM (VALUES ('operating', 1), ('public', 2), ('household', 3)) AS n (asset_class, sort_no)
    LEFT JOIN held AS h ON n.asset_class = h.asset_class
    GROUP BY
        n.asset_class,
        n.sort_no
),

everything AS (
    SELECT
        COUNT(*) AS assets,
        COALESCE(SUM(original_value), 0) AS value,
        SUM(CASE WHEN title_done THEN original_value END) AS titled_value,
        COUNT(CASE WHEN state = 'idle' THEN 1 END) AS idle,
        COUNT(CASE WHEN registered_at IS NULL THEN 1 END) AS unregistered,
        SUM(income_year_amount) AS income,
        SUM(distributed_year_amount) AS distributed
    FROM held
),

added AS (
    SELECT
        SUM(assets) AS assets,
        SUM(value) AS value
    FROM classes
),

lines AS (
    SELECT
        c.asset_class,
        c.sort_no,
        c.assets,
        c.value,
        c.titled_value,
        c.idle,
        c.unregistered,
        c.income,
        c.distributed,
        CAST(NULL AS BIGINT) AS sum_assets,
        CAST(NULL AS DOUBLE) AS sum_value,
        CAST(NULL AS BOOLEAN) AS ties
    FROM classes AS c
    UNION ALL
    SELECT
        'all' AS asset_class,
        4 AS sort_no,
        e.assets,
        e.value,
        e.titled_value,
        e.idle,
        e.unregistered,
        e.income,
        e.distributed,
        CAST(s.assets AS BIGINT) AS sum_assets,
        CAST(s.value AS DOUBLE) AS sum_value,
        e.assets = s.assets AND e.value = s.value AS ties
    FROM everything AS e
    CROSS JOIN added AS s
)

SELECT
    l.asset_class,
    CAST(l.assets AS BIGINT) AS assets,
    CAST(l.value AS DOUBLE) AS value,
    CAST(l.titled_value AS DOUBLE) AS titled_value,
    CAST(l.titled_value AS DOUBLE) / NULLIF(CAST(l.value AS DOUBLE), 0) AS title_rate,
    CAST(l.idle AS BIGINT) AS idle,
    CAST(l.unregistered AS BIGINT) AS unregistered,
    CAST(l.income AS DOUBLE) AS income,
    CAST(l.distributed AS DOUBLE) AS distributed,
    l.sum_assets,
    l.sum_value,
    l.ties
FROM lines AS l
CROSS JOIN everything AS e
WHERE e.assets > 0
ORDER BY l.sort_no
