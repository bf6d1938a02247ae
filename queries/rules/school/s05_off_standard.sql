-- title:   资助金额与当地标准一致
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   amount = 元/学期
-- reads:   scoped.aid_standard, scoped.education_aid
WITH
standard AS (
    SELECT
        a.aid_standard_id,
        a.year,
        a.stage,
        a.scheme,
        a.amount_term,
        a.valid_from,
        a.valid_to,
        RANK() OVER (PARTITION BY a.stage, a.scheme ORDER BY LENGTH(COALESCE(a.division_code, '')) DESC) AS nearness
    FROM scoped.aid_standard AS a
)

SELECT
    t.source_id,
    t.source_row,
    LEAST(CAST(CONCAT(CAST(t.year AS VARCHAR), '-12-01') AS DATE), $until) AS stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'amount' AS column_name,
    CAST(t.amount AS VARCHAR) AS said,
    CAST(s.amount_term AS VARCHAR) AS wanted
FROM scoped.education_aid AS t
INNER JOIN standard AS s
    ON
        t.scheme = s.scheme
        AND COALESCE(s.stage, t.stage) = t.stage
        AND COALESCE(s.year, t.year) = t.year
        AND s.nearness = 1
        AND COALESCE(
            s.valid_from,
            CAST(CONCAT(CAST(t.year AS VARCHAR), CASE WHEN t.term = 'spring' THEN '-03-01' ELSE '-09-01' END) AS DATE)
        )
        <= CAST(CONCAT(CAST(t.year AS VARCHAR), CASE WHEN t.term = 'spring' THEN '-03-01' ELSE '-09-01' END) AS DATE)
        AND COALESCE(
            s.valid_to,
            CAST(CONCAT(CAST(t.year AS VARCHAR), CASE WHEN t.term = 'spring' THEN '-03-01' ELSE '-09-01' END) AS DATE)
        )
        >= CAST(CONCAT(CAST(t.year AS VARCHAR), CASE WHEN t.term = 'spring' THEN '-03-01' ELSE '-09-01' END) AS DATE)
WHERE
    t.year BETWEEN EXTRACT(YEAR FROM $since) - 1 AND EXTRACT(YEAR FROM $until)
    AND t.amount > 0
    AND t.amount <> s.amount_term
ORDER BY
    t.person_id,
    t.year,
    t.term,
    t.scheme
