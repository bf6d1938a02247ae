-- title:   一条预警用到的阈值, 在当地当年生效的
-- grain:   one row per name of a threshold
-- params:  $names VARCHAR   names or numbers of thresholds with commas between
--          $area VARCHAR    the township of the alert
--          $month DATE
-- columns: threshold_id VARCHAR, name VARCHAR, year INTEGER, division_code VARCHAR, warn DOUBLE, red DOUBLE,
--          unit VARCHAR, source_title VARCHAR, confidence VARCHAR
-- units:   warn, red in the row's own unit; the row of the nearest place, then of the year, holds
-- reads:   scoped.threshold
WITH ranked AS (
    SELECT
        threshold_id,
        name,
        year,
        division_code,
        warn,
        red,
        unit,
        source_title,
        confidence,
        ROW_NUMBER() OVER (
            PARTITION BY name
            ORDER BY LENGTH(COALESCE(division_code, '')) DESC, COALESCE(year, 0) DESC, threshold_id ASC
        ) AS place
    FROM scoped.threshold
    WHERE
        (
            CONCAT(',', $names, ',') LIKE CONCAT('%,', name, ',%')
            OR CONCAT(',', $names, ',') LIKE CONCAT('%,', threshold_id, ',%')
        )
        AND COALESCE(year, EXTRACT(YEAR FROM $month)) = EXTRACT(YEAR FROM $month)
        AND SUBSTR($area, 1, LENGTH(COALESCE(division_code, ''))) = COALESCE(division_code, '')
)

SELECT
    threshold_id,
    name,
    year,
    division_code,
    warn,
    red,
    unit,
    source_title,
    confidence
FROM ranked
WHERE place = 1
ORDER BY threshold_id
