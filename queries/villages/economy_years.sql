-- title:   村集体经济, 逐年
-- grain:   one row per year that was reported, up to the income year of the month
-- params:  $area VARCHAR, $month DATE
-- columns: year INTEGER, villages BIGINT, income DOUBLE, median_income DOUBLE, weak BIGINT, operating DOUBLE,
--          from_assets DOUBLE, subsidy DOUBLE, other DOUBLE, subsidy_share DOUBLE
-- units:   villages, weak = 村; money = 元; weak = below threshold collective_income_weak, NULL when not set; other =
--          what is none
--          of the three parts
-- reads:   scoped.collective_economy, scoped.threshold
WITH rule AS (
    SELECT MAX(warn) AS line_yuan
    FROM scoped.threshold
    WHERE name = 'collective_income_weak'
)

SELECT
    CAST(e.year AS INTEGER) AS year,
    COUNT(*) AS villages,
    CAST(SUM(e.income_total) AS DOUBLE) AS income,
    CAST(PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY CAST(e.income_total AS DOUBLE)) AS DOUBLE) AS median_income,
    CASE
        WHEN MAX(r.line_yuan) IS NOT NULL
            THEN COUNT(CASE WHEN CAST(e.income_total AS DOUBLE) < r.line_yuan THEN 1 END)
    END AS weak,
    CAST(SUM(e.income_operating) AS DOUBLE) AS operating,
    CAST(SUM(e.income_from_assets) AS DOUBLE) AS from_assets,
    CAST(SUM(e.subsidy) AS DOUBLE) AS subsidy,
    CAST(
        SUM(
            e.income_total - COALESCE(e.income_operating, 0) - COALESCE(e.income_from_assets, 0)
            - COALESCE(e.subsidy, 0)
        ) AS DOUBLE
    ) AS other,
    CAST(SUM(e.subsidy) AS DOUBLE)
    / NULLIF(SUM(CASE WHEN e.subsidy IS NOT NULL THEN CAST(e.income_total AS DOUBLE) END), 0) AS subsidy_share
FROM scoped.collective_economy AS e
CROSS JOIN rule AS r
WHERE
    e.division_code LIKE $area || '%'
    AND e.year <= EXTRACT(YEAR FROM $month) - CASE WHEN EXTRACT(MONTH FROM $month) = 12 THEN 0 ELSE 1 END
GROUP BY e.year
ORDER BY e.year
