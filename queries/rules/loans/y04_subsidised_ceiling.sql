-- title:   每户贴息的贷款不超过上限
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   元
-- reads:   scoped.threshold, scoped.microloan
WITH
ceiling_rule AS (
    SELECT warn AS ceiling
    FROM scoped.threshold
    WHERE
        name = 'microloan_subsidised_max'
        AND LENGTH(COALESCE(division_code, '')) <= 6
        AND COALESCE(year, EXTRACT(YEAR FROM $until)) = EXTRACT(YEAR FROM $until)
    ORDER BY LENGTH(COALESCE(division_code, '')) DESC, COALESCE(year, 0) DESC, threshold_id ASC
    LIMIT 1
),

held AS (
    SELECT
        l.hh_id,
        SUM(l.subsidised_amount) AS total
    FROM scoped.microloan AS l
    WHERE l.status <> 'repaid'
    GROUP BY l.hh_id
)

SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'subsidised_amount' AS column_name,
    CAST(s.total AS VARCHAR) AS said,
    CAST(CAST(r.ceiling AS INTEGER) AS VARCHAR) AS wanted
FROM scoped.microloan AS t
INNER JOIN held AS s ON t.hh_id = s.hh_id
CROSS JOIN ceiling_rule AS r
WHERE
    t.status <> 'repaid'
    AND t.subsidised_amount > 0
    AND s.total > r.ceiling
ORDER BY
    t.loan_id
