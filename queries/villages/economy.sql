-- title:   村集体经济: 收入、增长、薄弱村、靠补助的程度, 按下一级区划, 末行为本级
-- grain:   one row per township of a county, or village of a township that reported, then the area itself (is_whole)
-- params:  $area VARCHAR, $month DATE   the income year is the year before, in December the year itself
-- columns: area_code VARCHAR, area_name VARCHAR, is_whole BOOLEAN, income_year INTEGER, villages BIGINT, income DOUBLE,
--          last_income DOUBLE, growth DOUBLE, median_income DOUBLE, line_yuan DOUBLE, weak BIGINT, weak_last_year
--          BIGINT,
--          fallen BIGINT, operating DOUBLE, from_assets DOUBLE, subsidy DOUBLE, subsidy_share DOUBLE, distributed
--          DOUBLE
-- units:   villages, weak, fallen = 村; money = 元; growth = of the villages that reported both years, less 1; weak =
--          income
--          below line_yuan (threshold collective_income_weak), NULL when no line is set; fallen = income down by more
--          than
--          threshold collective_income_drop; subsidy_share = subsidy / income of the villages that told it
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

not_counted AS (
    SELECT division_code AS town_code
    FROM scoped.division
    WHERE level = 4 AND NOT in_county_total AND LENGTH($area) = 6
),

villages AS (
    SELECT
        e.division_code,
        e.town_code,
        MAX(CASE WHEN e.year = c.year_no THEN CAST(e.income_total AS DOUBLE) END) AS income,
        MAX(CASE WHEN e.year < c.year_no THEN CAST(e.income_total AS DOUBLE) END) AS last_income,
        MAX(CASE WHEN e.year = c.year_no THEN CAST(e.income_operating AS DOUBLE) END) AS operating,
        MAX(CASE WHEN e.year = c.year_no THEN CAST(e.income_from_assets AS DOUBLE) END) AS from_assets,
        MAX(CASE WHEN e.year = c.year_no THEN CAST(e.subsidy AS DOUBLE) END) AS subsidy,
        MAX(CASE WHEN e.year = c.year_no THEN CAST(e.distributed AS DOUBLE) END) AS distributed
    FROM scoped.collective_economy AS e
    INNER JOIN clock AS c ON e.year BETWEEN c.year_no - 1 AND c.year_no
    WHERE e.division_code LIKE $area || '%'
    GROUP BY
        e.division_code,
        e.town_code
),

summed AS (
    SELECT
        SUBSTR(v.division_code, 1, LENGTH($area) + n.more) AS area_code,
        n.more = 0 AS is_whole,
        COUNT(v.income) AS villages,
        SUM(v.income) AS income,
        SUM(v.last_income) AS last_income,
        SUM(CASE WHEN v.last_income IS NOT NULL THEN v.income END) AS both_now,
        SUM(CASE WHEN v.income IS NOT NULL THEN v.last_income END) AS both_before,
        PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY v.income) AS median_income,
        COUNT(CASE WHEN v.income < r.line_yuan THEN 1 END) AS weak,
        COUNT(CASE WHEN v.last_income < r.line_yuan THEN 1 END) AS weak_last_year,
        COUNT(CASE WHEN v.income < v.last_income * (1 - r.most_drop) THEN 1 END) AS fallen,
        SUM(v.operating) AS operating,
        SUM(v.from_assets) AS from_assets,
        SUM(v.subsidy) AS subsidy,
        SUM(CASE WHEN v.subsidy IS NOT NULL THEN v.income END) AS told_income,
        SUM(v.distributed) AS distributed
    FROM villages AS v
    CROSS JOIN rule AS r
    CROSS JOIN (VALUES (0), (3)) AS n (more)
    WHERE
        (n.more = 0 AND v.town_code NOT IN (SELECT x.town_code FROM not_counted AS x))
        OR (n.more = 3 AND LENGTH($area) < 12)
    GROUP BY
        SUBSTR(v.division_code, 1, LENGTH($area) + n.more),
        n.more
)

SELECT
    place.division_code AS area_code,
    place.name AS area_name,
    place.division_code = $area AS is_whole,
    c.year_no AS income_year,
    s.villages,
    s.income,
    s.last_income,
    s.both_now / NULLIF(s.both_before, 0) - 1 AS growth,
    CAST(s.median_income AS DOUBLE) AS median_income,
    r.line_yuan,
    CASE WHEN r.line_yuan IS NOT NULL THEN s.weak END AS weak,
    CASE WHEN r.line_yuan IS NOT NULL AND s.last_income IS NOT NULL THEN s.weak_last_year END AS weak_last_year,
    CASE WHEN r.most_drop IS NOT NULL AND s.both_before IS NOT NULL THEN s.fallen END AS fallen,
    s.operating,
    s.from_assets,
    s.subsidy,
    s.subsidy / NULLIF(s.told_income, 0) AS subsidy_share,
    s.distributed
FROM scoped.division AS place
CROSS JOIN clock AS c
CROSS JOIN rule AS r
LEFT JOIN summed AS s ON place.division_code = s.area_code
WHERE
    place.valid_to IS NULL
    AND (place.division_code = $area OR place.parent_code = $area)
    AND (place.level < 5 OR s.villages IS NOT NULL)
ORDER BY
    place.division_code = $area,
    place.division_code
