-- title:   产业和金融帮扶措施背后的每一项
-- grain:   one row per measure of the category and kind begun in the year up to the month
-- params:  $area VARCHAR, $month DATE, $category VARCHAR
--          $sub VARCHAR             empty text: the measures that give no kind
-- columns: hh_key VARCHAR, village_name VARCHAR, sub VARCHAR, start_date DATE, end_date DATE, status VARCHAR, amount
--          DOUBLE
-- units:   amount = 元
-- reads:   scoped.measure, scoped.division
SELECT
    m.hh_key,
    village.name AS village_name,
    m.sub,
    m.start_date,
    m.end_date,
    m.status,
    CAST(m.amount AS DOUBLE) AS amount
FROM scoped.measure AS m
LEFT JOIN scoped.division AS village ON m.division_code = village.division_code
WHERE
    m.category = $category
    AND COALESCE(m.sub, '') = $sub
    AND m.status <> 'planned'
    AND m.division_code LIKE $area || '%'
    AND m.start_date >= CAST(DATE_TRUNC('year', $month) AS DATE)
    AND m.start_date < CAST($month + INTERVAL '1' MONTH AS DATE)
ORDER BY
    m.division_code,
    m.measure_id
