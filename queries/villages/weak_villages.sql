-- title:   集体经济薄弱和明显下降的村
-- grain:   one row per village below the line, or whose income fell by more than the rule allows; in the order of the
--          villages; cut at $limit
-- params:  $area VARCHAR, $month DATE, $limit INTEGER
-- columns: area_code VARCHAR, town_name VARCHAR, village_name VARCHAR, income DOUBLE, last_income DOUBLE, growth
--          DOUBLE,
--          subsidy_share DOUBLE, is_weak BOOLEAN, is_fallen BOOLEAN, total_rows BIGINT
-- units:   money = 元 of the income year of the month (the year before, in December the year itself); line = threshold
--          collective_income_weak, fall = threshold collective_income_drop
-- reads:   scoped.collective_economy, scoped.division, scoped.threshold
WITH clock AS (
    SELECT
        CAST(
            CASE
                WHEN EXTRACT(MONTH FROM $month) = 12 THEN EXTRACT(YEAR FROM $month) ELSE EXTRACT(YEAR FROM $month) - 1
            END AS INTEGER
        ) AS year_no
),

rule AS (
    SELECT
        MAX(CASE WHEN name = 'collective_income_weak' THEN warn END) AS line_yuan,
        MAX(CASE WHEN name = 'collective_income_drop' THEN warn END) AS most_drop
    FROM scoped.threshold
),

villages AS (
    SELECT
        e.division_code,
        e.town_code,
        MAX(CASE WHEN e.year = c.year_no THEN CAST(e.income_total AS DOUBLE) END) AS income,
        MAX(CASE WHEN e.year < c.year_no THEN CAST(e.income_total AS DOUBLE) END) AS last_income,
        MAX(CASE WHEN e.year = c.year_no THEN CAST(e.subsidy AS DOUBLE) END) AS subsidy
    FROM scoped.collective_economy AS e
    INNER JOIN clock AS c ON e.year BETWEEN c.year_no - 1 AND c.year_no
    WHERE e.division_code LIKE $area || '%'
    GROUP BY
        e.division_code,
        e.town_code
)

SELECT
    v.division_code AS area_code,
    town.short_name AS town_name,
    village.name AS village_name,
    v.income,
    v.last_income,
    v.income / NULLIF(v.last_income, 0) - 1 AS growth,
    v.subsidy / NULLIF(v.income, 0) AS subsidy_share,
    COALESCE(v.income < r.line_yuan, FALSE) AS is_weak,
    COALESCE(v.income < v.last_income * (1 - r.most_drop), FALSE) AS is_fallen,
    COUNT(*) OVER () AS total_rows
FROM villages AS v
CROSS JOIN rule AS r
LEFT JOIN scoped.division AS village ON v.division_code = village.division_code
LEFT JOIN scoped.division AS town ON v.town_code = town.division_code
WHERE
    v.income < r.line_yuan
    OR v.income < v.last_income * (1 - r.most_drop)
ORDER BY v.division_code
LIMIT $limit
