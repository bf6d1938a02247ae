-- title:   光伏收益的已分配不超过到账，岗位工资不超过已分配
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.photovoltaic_income
SELECT
    t.source_id,
    t.source_row,
    LEAST(CAST(CONCAT(CAST(t.year AS VARCHAR), '-12-01') AS DATE), $until) AS stat_month,
    t.town_code,
    t.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.division_code AS object_key,
    CASE WHEN t.distributed > t.received THEN 'distributed' ELSE 'to_posts' END AS column_name,
    CASE WHEN t.distributed > t.received THEN CAST(t.distributed AS VARCHAR) ELSE CAST(t.to_posts AS VARCHAR) END
        AS said,
    CASE
        WHEN t.distributed > t.received THEN CAST(t.received AS VARCHAR) ELSE
            CAST(COALESCE(t.distributed, 0) AS VARCHAR)
    END AS wanted
FROM scoped.photovoltaic_income AS t
WHERE
    t.year BETWEEN EXTRACT(YEAR FROM $since) - 1 AND EXTRACT(YEAR FROM $until)
    AND (t.distributed > t.received OR t.to_posts > COALESCE(t.distributed, 0))
ORDER BY
    t.year,
    t.quarter,
    t.division_code
