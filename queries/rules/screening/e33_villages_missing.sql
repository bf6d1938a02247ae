-- title:   排查结束后，报了结果的乡镇每个有农户的村都有结果
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.screening_result, scoped.screening_round, scoped.division
WITH
told AS (
    SELECT DISTINCT
        r.round_id,
        r.town_code
    FROM scoped.screening_result AS r
),

missing AS (
    SELECT
        o.round_id,
        v.town_code,
        COUNT(*) AS villages
    FROM told AS o
    INNER JOIN scoped.screening_round AS b ON o.round_id = b.round_id
    INNER JOIN scoped.division AS v
        ON
            o.town_code = v.town_code
            AND v.level = 5
            AND v.rural_hh > 0
            AND v.valid_to IS NULL
    LEFT JOIN scoped.screening_result AS s
        ON
            o.round_id = s.round_id
            AND v.division_code = s.division_code
    WHERE
        b.end_date BETWEEN $since AND LAST_DAY($until)
        AND s.division_code IS NULL
    GROUP BY o.round_id, v.town_code
)

SELECT
    CAST(NULL AS VARCHAR) AS source_id,
    CAST(NULL AS INTEGER) AS source_row,
    CAST(DATE_TRUNC('month', b.end_date) AS DATE) AS stat_month,
    m.town_code,
    CAST(NULL AS VARCHAR) AS division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    m.town_code AS object_key,
    'round_id' AS column_name,
    CAST(m.villages AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM missing AS m
INNER JOIN scoped.screening_round AS b ON m.round_id = b.round_id
ORDER BY
    m.round_id,
    m.town_code
