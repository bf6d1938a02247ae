-- title:   产业和金融帮扶措施: 每一种帮了多少户
-- grain:   one row per category and kind of measure begun in the year, those with the most households first
-- params:  $area VARCHAR, $month DATE
-- columns: category VARCHAR, sub VARCHAR, hh BIGINT, measures BIGINT, yuan DOUBLE, ongoing BIGINT
-- units:   hh = 户, each once; measures = 项 begun from January to the month's end (planned ones left out); yuan = 元
--          where
--          an amount was given; ongoing = 项 in force at the month's end
-- reads:   scoped.measure
SELECT
    m.category,
    COALESCE(m.sub, '') AS sub,
    COUNT(DISTINCT m.hh_key) AS hh,
    COUNT(*) AS measures,
    SUM(CAST(m.amount AS DOUBLE)) AS yuan,
    COUNT(CASE WHEN m.end_date IS NULL OR m.end_date >= CAST($month + INTERVAL '1' MONTH AS DATE) THEN 1 END) AS ongoing
FROM scoped.measure AS m
WHERE
    m.category IN ('industry', 'finance')
    AND m.status <> 'planned'
    AND m.division_code LIKE $area || '%'
    AND m.start_date >= CAST(DATE_TRUNC('year', $month) AS DATE)
    AND m.start_date < CAST($month + INTERVAL '1' MONTH AS DATE)
GROUP BY
    m.category,
    COALESCE(m.sub, '')
ORDER BY
    hh DESC,
    m.category ASC,
    sub ASC
