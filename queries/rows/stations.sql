-- title:   光伏收益未分配背后的每村每季
-- grain:   one row per village and quarter that had ended at the month's end; amount adds up to the figure
-- params:  $area VARCHAR, $month DATE
--          $indicator VARCHAR       pv_undistributed
-- columns: town_name VARCHAR, village_name VARCHAR, year INTEGER, quarter INTEGER, received DOUBLE, received_at DATE,
--          distributed DOUBLE, distributed_at DATE, amount DOUBLE, dropped_by VARCHAR
-- units:   money = 元; amount = received less distributed by the month's end
-- reads:   scoped.photovoltaic_income, scoped.division
SELECT
    town.short_name AS town_name,
    village.name AS village_name,
    CAST(p.year AS INTEGER) AS year,
    CAST(p.quarter AS INTEGER) AS quarter,
    CAST(p.received AS DOUBLE) AS received,
    p.received_at,
    CAST(p.distributed AS DOUBLE) AS distributed,
    p.distributed_at,
    CASE
        WHEN p.received_at IS NULL OR p.received_at < CAST($month + INTERVAL '1' MONTH AS DATE)
            THEN CAST(p.received AS DOUBLE)
        ELSE 0.0E0
    END
    - CASE
        WHEN p.distributed_at IS NULL OR p.distributed_at < CAST($month + INTERVAL '1' MONTH AS DATE)
            THEN COALESCE(CAST(p.distributed AS DOUBLE), 0.0E0)
        ELSE 0.0E0
    END AS amount,
    CASE WHEN $indicator <> 'pv_undistributed' THEN 'not_told' END AS dropped_by
FROM scoped.photovoltaic_income AS p
LEFT JOIN scoped.division AS village ON p.division_code = village.division_code
LEFT JOIN scoped.division AS town ON p.town_code = town.division_code
WHERE
    p.division_code LIKE $area || '%'
    AND p.year * 12 + p.quarter * 3 <= EXTRACT(YEAR FROM $month) * 12 + EXTRACT(MONTH FROM $month)
ORDER BY
    p.division_code,
    p.year,
    p.quarter
