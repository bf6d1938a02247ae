-- title:   低保、特困、残疾、参加养老保险的人数都不超过总人口数
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.village_profile
SELECT
    t.source_id,
    t.source_row,
    LEAST(CAST(CONCAT(CAST(t.year AS VARCHAR), '-12-01') AS DATE), $until) AS stat_month,
    t.town_code,
    t.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.division_code AS object_key,
    CASE
        WHEN t.dibao_persons > t.persons_total THEN 'dibao_persons' WHEN
            t.tekun_persons > t.persons_total
            THEN 'tekun_persons'
        WHEN t.disabled_persons > t.persons_total THEN 'disabled_persons' ELSE 'pension_insured'
    END AS column_name,
    CAST(
        CASE
            WHEN t.dibao_persons > t.persons_total THEN t.dibao_persons WHEN
                t.tekun_persons > t.persons_total
                THEN t.tekun_persons
            WHEN t.disabled_persons > t.persons_total THEN t.disabled_persons ELSE t.pension_insured
        END AS VARCHAR
    ) AS said,
    CAST(t.persons_total AS VARCHAR) AS wanted
FROM scoped.village_profile AS t
WHERE
    t.year BETWEEN EXTRACT(YEAR FROM $since) - 1 AND EXTRACT(YEAR FROM $until)
    AND (
        t.dibao_persons > t.persons_total
        OR t.tekun_persons > t.persons_total
        OR t.disabled_persons > t.persons_total
        OR t.pension_insured > t.persons_total
    )
ORDER BY
    t.division_code,
    t.year
