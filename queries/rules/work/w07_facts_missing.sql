-- title:   正在务工的，开始时间、渠道、月收入、行业填写齐全
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.employment_month
SELECT
    t.source_id,
    t.source_row,
    t.stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    CASE
        WHEN t.start_month IS NULL THEN 'start_month' WHEN t.channel IS NULL THEN 'channel' WHEN
            t.month_wage IS NULL
            THEN 'month_wage'
        ELSE 'industry'
    END AS column_name,
    CONCAT_WS(
        '、',
        CASE WHEN t.start_month IS NULL THEN '务工开始时间' END,
        CASE WHEN t.channel IS NULL THEN '就业渠道' END,
        CASE WHEN t.month_wage IS NULL THEN '务工月收入' END,
        CASE WHEN t.industry IS NULL THEN '所属行业' END
    ) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.employment_month AS t
WHERE
    t.stat_month BETWEEN $since AND $until
    AND t.working
    AND (t.start_month IS NULL OR t.channel IS NULL OR t.month_wage IS NULL OR t.industry IS NULL)
ORDER BY
    t.stat_month,
    t.person_id
