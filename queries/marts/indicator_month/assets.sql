-- title:   项目资产: 个数、原值、确权、闲置、收益, 按乡镇和月
-- grain:   one row per township and month, in townships that report assets, from the first one on
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, town_code VARCHAR, asset_count BIGINT, asset_count__operating BIGINT,
--          asset_count__public BIGINT, asset_count__household BIGINT, asset_value DOUBLE,
--          asset_value__operating DOUBLE, asset_value__public DOUBLE, asset_value__household DOUBLE,
--          asset_title_rate__num DOUBLE, asset_title_rate__den DOUBLE, asset_idle_rate__num DOUBLE,
--          asset_idle_rate__den DOUBLE, asset_yield__num DOUBLE, asset_yield__den DOUBLE,
--          asset_distribution_rate__num DOUBLE, asset_distribution_rate__den DOUBLE
-- units:   个, 元 of original value; an asset counts from its registration, or, without that date, from the year in
--          which it was formed; idle, income and distribution are as last reported
-- reads:   scoped.asset, scoped.household_month, scoped.employment_month
WITH months AS (
    SELECT DISTINCT
        stat_month,
        CAST(stat_month + INTERVAL '1' MONTH AS DATE) AS next_month,
        EXTRACT(YEAR FROM stat_month) AS year_no
    FROM scoped.household_month
    WHERE stat_month BETWEEN $from_month AND $to_month
    UNION
    SELECT DISTINCT
        stat_month,
        CAST(stat_month + INTERVAL '1' MONTH AS DATE) AS next_month,
        EXTRACT(YEAR FROM stat_month) AS year_no
    FROM scoped.employment_month
    WHERE stat_month BETWEEN $from_month AND $to_month
),

assets AS (
    SELECT
        months.stat_month,
        one.town_code,
        one.asset_class,
        CAST(one.original_value AS DOUBLE) AS amount,
        one.title_done IS NOT NULL AS told_title,
        COALESCE(one.title_done AND COALESCE(one.title_at < months.next_month, TRUE), FALSE) AS is_titled,
        one.state = 'idle' AS is_idle,
        CAST(one.income_year_amount AS DOUBLE) AS income,
        CAST(one.distributed_year_amount AS DOUBLE) AS distributed
    FROM months
    INNER JOIN scoped.asset AS one ON COALESCE(months.next_month > one.registered_at, months.year_no >= one.form_year)
    WHERE one.state <> 'disposed'
)

SELECT
    stat_month,
    town_code,
    COUNT(*) AS asset_count,
    COUNT(*) FILTER (WHERE asset_class = 'operating') AS asset_count__operating,
    COUNT(*) FILTER (WHERE asset_class = 'public') AS asset_count__public,
    COUNT(*) FILTER (WHERE asset_class = 'household') AS asset_count__household,
    CAST(SUM(amount) AS DOUBLE) AS asset_value,
    CAST(SUM(CASE WHEN asset_class = 'operating' THEN amount ELSE 0 END) AS DOUBLE) AS asset_value__operating,
    CAST(SUM(CASE WHEN asset_class = 'public' THEN amount ELSE 0 END) AS DOUBLE) AS asset_value__public,
    CAST(SUM(CASE WHEN asset_class = 'household' THEN amount ELSE 0 END) AS DOUBLE) AS asset_value__household,
    CAST(SUM(CASE WHEN told_title THEN CASE WHEN is_titled THEN amount ELSE 0 END END) AS DOUBLE)
        AS asset_title_rate__num,
    CAST(SUM(CASE WHEN told_title THEN amount END) AS DOUBLE) AS asset_title_rate__den,
    CAST(SUM(CASE WHEN asset_class = 'operating' AND is_idle THEN amount ELSE 0 END) AS DOUBLE) AS asset_idle_rate__num,
    CAST(SUM(CASE WHEN asset_class = 'operating' THEN amount ELSE 0 END) AS DOUBLE) AS asset_idle_rate__den,
    CAST(SUM(CASE WHEN asset_class = 'operating' THEN income END) AS DOUBLE) AS asset_yield__num,
    CAST(SUM(CASE WHEN asset_class = 'operating' AND income IS NOT NULL THEN amount END) AS DOUBLE)
        AS asset_yield__den,
    CAST(SUM(CASE WHEN asset_class = 'operating' AND income IS NOT NULL THEN distributed END) AS DOUBLE)
        AS asset_distribution_rate__num,
    CAST(SUM(CASE WHEN asset_class = 'operating' AND distributed IS NOT NULL THEN income END) AS DOUBLE)
        AS asset_distribution_rate__den
FROM assets
GROUP BY
    stat_month,
    town_code
ORDER BY
    stat_month,
    town_code
