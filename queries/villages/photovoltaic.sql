-- title:   光伏收益: 到账、分配、还没分配, 逐季
-- grain:   one row per quarter that had ended at the month's end, the latest eight
-- params:  $area VARCHAR, $month DATE
-- columns: quarter_name VARCHAR, year INTEGER, quarter INTEGER, villages BIGINT, received DOUBLE, distributed DOUBLE,
--          to_posts DOUBLE, undistributed DOUBLE, waiting_villages BIGINT
-- units:   money = 元; received and distributed by the month's end; undistributed = received - distributed of the
--          quarter;
--          waiting_villages = 村 with something of the quarter not distributed
-- reads:   scoped.photovoltaic_income
WITH held AS (
    SELECT
        p.year,
        p.quarter,
        CASE
            WHEN p.received_at IS NULL OR p.received_at < CAST($month + INTERVAL '1' MONTH AS DATE)
                THEN CAST(p.received AS DOUBLE)
            ELSE 0.0E0
        END AS received,
        CASE
            WHEN p.distributed_at < CAST($month + INTERVAL '1' MONTH AS DATE) THEN CAST(p.distributed AS DOUBLE)
            WHEN p.distributed_at IS NULL THEN COALESCE(CAST(p.distributed AS DOUBLE), 0.0E0)
            ELSE 0.0E0
        END AS distributed,
        CASE
            WHEN p.distributed_at IS NULL OR p.distributed_at < CAST($month + INTERVAL '1' MONTH AS DATE)
                THEN CAST(p.to_posts AS DOUBLE)
        END AS to_posts
    FROM scoped.photovoltaic_income AS p
    WHERE
        p.division_code LIKE $area || '%'
        AND p.year * 12 + p.quarter * 3 <= EXTRACT(YEAR FROM $month) * 12 + EXTRACT(MONTH FROM $month)
        AND p.year * 12 + p.quarter * 3 > EXTRACT(YEAR FROM $month) * 12 + EXTRACT(MONTH FROM $month) - 24
)

SELECT
    CAST(year AS VARCHAR) || '-' || CAST(quarter AS VARCHAR) AS quarter_name,
    CAST(year AS INTEGER) AS year,
    CAST(quarter AS INTEGER) AS quarter,
    COUNT(*) AS villages,
    SUM(received) AS received,
    SUM(distributed) AS distributed,
    SUM(to_posts) AS to_posts,
    SUM(received - distributed) AS undistributed,
    COUNT(CASE WHEN received > distributed THEN 1 END) AS waiting_villages
FROM held
GROUP BY
    year,
    quarter
ORDER BY
    year,
    quarter
