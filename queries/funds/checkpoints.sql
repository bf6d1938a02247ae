-- title:   本年支出进度节点及其依据
-- grain:   one row per checkpoint of the year for all sources; the county's own take the place of the defaults
-- params:  $month DATE                any month of the year; marks what has been passed by its end
-- columns: checkpoint_id VARCHAR, check_date DATE, min_ratio DOUBLE, kind VARCHAR, source_doc VARCHAR,
--          confidence VARCHAR, is_passed BOOLEAN
-- units:   min_ratio = 0..1 of the money allocated; confidence L = product default, not confirmed by the county
-- reads:   scoped.fund_checkpoint
WITH
of_year AS (
    SELECT
        checkpoint_id,
        check_date,
        min_ratio,
        kind,
        source,
        source_doc,
        confidence,
        LENGTH(COALESCE(division_code, '')) AS depth,
        MAX(LENGTH(COALESCE(division_code, ''))) OVER () AS nearest
    FROM scoped.fund_checkpoint
    WHERE year = EXTRACT(YEAR FROM CAST($month AS DATE))
)

SELECT
    checkpoint_id,
    check_date,
    CAST(min_ratio AS DOUBLE) AS min_ratio,
    kind,
    source_doc,
    confidence,
    COALESCE(check_date < CAST($month + INTERVAL '1' MONTH AS DATE), FALSE) AS is_passed
FROM of_year
WHERE
    source IS NULL
    AND depth = nearest
ORDER BY
    check_date,
    min_ratio,
    checkpoint_id
