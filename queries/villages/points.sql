-- title:   积分制: 参与的户, 逐季(不排名)
-- grain:   one row per quarter that had ended at the month's end, the latest eight
-- params:  $area VARCHAR, $month DATE
-- columns: year INTEGER, quarter INTEGER, villages BIGINT, hh_listed BIGINT, hh_joined BIGINT, share DOUBLE
-- units:   villages = 村 that have it; hh = 户; share = joined / listed, 0..1
-- reads:   scoped.village_points
SELECT
    CAST(p.year AS INTEGER) AS year,
    CAST(p.quarter AS INTEGER) AS quarter,
    COUNT(*) AS villages,
    CAST(SUM(p.hh_listed) AS BIGINT) AS hh_listed,
    CAST(SUM(p.hh_joined) AS BIGINT) AS hh_joined,
    CAST(SUM(p.hh_joined) AS DOUBLE) / NULLIF(CAST(SUM(p.hh_listed) AS DOUBLE), 0) AS share
FROM scoped.village_points AS p
WHERE
    p.division_code LIKE $area || '%'
    AND p.year * 12 + p.quarter * 3 <= EXTRACT(YEAR FROM $month) * 12 + EXTRACT(MONTH FROM $month)
    AND p.year * 12 + p.quarter * 3 > EXTRACT(YEAR FROM $month) * 12 + EXTRACT(MONTH FROM $month) - 24
GROUP BY
    p.year,
    p.quarter
ORDER BY
    p.year,
    p.quarter
