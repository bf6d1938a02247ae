-- title:   这个月所在的政策时期怎样称呼一列的代码
-- grain:   one row per code that has another name in this regime
-- params:  $month DATE
--          $of_column VARCHAR
-- columns: code VARCHAR, label VARCHAR
-- units:
-- reads:   scoped.regime, scoped.regime_term
SELECT
    term.code,
    term.label
FROM scoped.regime AS one
INNER JOIN scoped.regime_term AS term ON one.regime_code = term.regime_code
WHERE
    one.valid_from < CAST($month + INTERVAL '1' MONTH AS DATE)
    AND (one.valid_to IS NULL OR one.valid_to >= $month)
    AND term.column_name = $of_column
ORDER BY term.code
