-- title:   光伏收益背后的每个村
-- grain:   one row per village with a station in the quarter
-- params:  $area VARCHAR, $month DATE, $year INTEGER, $quarter INTEGER
--          $waiting BOOLEAN?        true: those with something not distributed at the month's end alone
-- columns: town_name VARCHAR, village_name VARCHAR, capacity_kw DOUBLE, received DOUBLE, received_at DATE,
--          distributed DOUBLE, distributed_at DATE, undistributed DOUBLE
-- units:   money = 元; received and distributed by the month's end; capacity_kw = 千瓦
-- reads:   scoped.photovoltaic_income, scoped.division
WITH held AS (
    SELECT
        p.town_code,
        p.division_code,
        CAST(p.capacity_kw AS DOUBLE) AS capacity_kw,
        CASE
            WHEN p.received_at IS NULL OR p.received_at < CAST($month + INTERVAL '1' MONTH AS DATE)
                THEN CAST(p.received AS DOUBLE)
            ELSE 0.0E0
        END AS received,
        p.received_at,
        CASE
            WHEN p.distributed_at < CAST($month + INTERVAL '1' MONTH AS DATE) THEN CAST(p.distributed AS DOUBLE)
            WHEN p.distributed_at IS NULL THEN COALESCE(CAST(p.distributed AS DOUBLE), 0.0E0)
            ELSE 0.0E0
        END AS distributed,
        CASE WHEN p.distributed_at < CAST($month + INTERVAL '1' MONTH AS DATE) THEN p.distributed_at END
            AS distributed_at
    FROM scoped.photovoltaic_income AS p
    WHERE
        p.division_code LIKE $area || '%'
        AND p.year = $year
        AND p.quarter = $quarter
)

SELECT
    town.short_name AS town_name,
    village.name AS village_name,
    h.capacity_kw,
    h.received,
    h.received_at,
    h.distributed,
    h.distributed_at,
    h.received - h.distributed AS undistributed
FROM held AS h
LEFT JOIN scoped.division AS village ON h.division_code = village.division_code
LEFT JOIN scoped.division AS town ON h.town_code = town.division_code
WHERE $waiting IS NULL OR h.received > h.distributed
ORDER BY h.division_code
