-- title:   村集体经济收入背后的每个村
-- grain:   one row per village that reported the income year; amount adds up to the figure over the rows without
--          dropped_by
-- params:  $area VARCHAR, $month DATE
--          $indicator VARCHAR       collective_income; or villages, weak (below the line), fallen
-- columns: town_name VARCHAR, village_name VARCHAR, year INTEGER, income_total DOUBLE, last_income DOUBLE,
--          income_operating DOUBLE, income_from_assets DOUBLE, subsidy DOUBLE, distributed DOUBLE, amount DOUBLE,
--          dropped_by VARCHAR
-- units:   money = 元; amount = 元 for collective_income, else 1 a village; the income year is the year before, in
--          December
--          the year itself
-- reads:   scoped.collective_economy, scoped.threshold, scoped.division
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
)

SELECT
    town.short_name AS town_name,
    village.name AS village_name,
    CAST(e.year AS INTEGER) AS year,
    CAST(e.income_total AS DOUBLE) AS income_total,
    CAST(past.income_total AS DOUBLE) AS last_income,
    CAST(e.income_operating AS DOUBLE) AS income_operating,
    CAST(e.income_from_assets AS DOUBLE) AS income_from_assets,
    CAST(e.subsidy AS DOUBLE) AS subsidy,
    CAST(e.distributed AS DOUBLE) AS distributed,
    CASE WHEN $indicator = 'collective_income' THEN CAST(e.income_total AS DOUBLE) ELSE 1.0E0 END AS amount,
    CASE
        WHEN $indicator = 'weak' AND e.income_total >= r.line_yuan THEN 'above_weak_line'
        WHEN
            $indicator = 'fallen'
            AND COALESCE(
                CAST(e.income_total AS DOUBLE) >= CAST(past.income_total AS DOUBLE) * (1 - r.most_drop), TRUE
            )
            THEN 'not_fallen'
    END AS dropped_by
FROM scoped.collective_economy AS e
INNER JOIN clock AS c ON e.year = c.year_no
CROSS JOIN rule AS r
LEFT JOIN scoped.collective_economy AS past ON e.division_code = past.division_code AND e.year = past.year + 1
LEFT JOIN scoped.division AS village ON e.division_code = village.division_code
LEFT JOIN scoped.division AS town ON e.town_code = town.division_code
WHERE e.division_code LIKE $area || '%'
ORDER BY e.division_code
