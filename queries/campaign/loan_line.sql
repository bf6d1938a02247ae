-- title:   小额信贷逾期率的红线
-- grain:   one row: the line of the year that holds here; none where none is set
-- params:  $month DATE
-- columns: red DOUBLE, source_title VARCHAR, confidence VARCHAR
-- units:   red = ratio
-- reads:   scoped.threshold
SELECT
    red,
    source_title,
    confidence
FROM scoped.threshold
WHERE
    name = 'loan_overdue_rate'
    AND LENGTH(COALESCE(division_code, '')) <= 6
    AND COALESCE(year, EXTRACT(YEAR FROM CAST($month AS DATE))) = EXTRACT(YEAR FROM CAST($month AS DATE))
ORDER BY
    LENGTH(COALESCE(division_code, '')) DESC,
    COALESCE(year, 0) DESC,
    threshold_id ASC
LIMIT 1
