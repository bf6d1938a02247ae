-- title:   出列村的各项基本情况填写齐全
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.village_profile, scoped.division
SELECT
    t.source_id,
    t.source_row,
    LEAST(CAST(CONCAT(CAST(t.year AS VARCHAR), '-12-01') AS DATE), $until) AS stat_month,
    t.town_code,
    t.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.division_code AS object_key,
    CASE
        WHEN t.collective_income IS NULL THEN 'collective_income' WHEN t.clinic_count IS NULL THEN 'clinic_count' WHEN
            t.doctor_count IS NULL
            THEN 'doctor_count'
        WHEN t.public_toilets IS NULL THEN 'public_toilets' WHEN t.garbage_points IS NULL THEN 'garbage_points' WHEN
            t.culture_rooms IS NULL
            THEN 'culture_rooms'
        WHEN t.bus IS NULL THEN 'bus' WHEN t.road_to_town_hard IS NULL THEN 'road_to_town_hard' WHEN
            t.pension_insured IS NULL
            THEN 'pension_insured'
        WHEN t.dibao_persons IS NULL THEN 'dibao_persons' WHEN t.tekun_persons IS NULL THEN 'tekun_persons' ELSE
            'disabled_persons'
    END AS column_name,
    CONCAT_WS(
        '、',
        CASE WHEN t.collective_income IS NULL THEN '村级集体经济收入' END,
        CASE WHEN t.clinic_count IS NULL THEN '行政村卫生室个数' END,
        CASE WHEN t.doctor_count IS NULL THEN '行政村执业(助理)医师' END,
        CASE WHEN t.public_toilets IS NULL THEN '公共卫生厕所' END,
        CASE WHEN t.garbage_points IS NULL THEN '垃圾集中堆放点' END,
        CASE WHEN t.culture_rooms IS NULL THEN '文化(图书)室' END,
        CASE WHEN t.bus IS NULL THEN '是否通客运班车' END,
        CASE WHEN t.road_to_town_hard IS NULL THEN '到乡镇是否通硬化路' END,
        CASE WHEN t.pension_insured IS NULL THEN '参加养老保险人数' END,
        CASE WHEN t.dibao_persons IS NULL THEN '低保人口数' END,
        CASE WHEN t.tekun_persons IS NULL THEN '特困供养人口数' END,
        CASE WHEN t.disabled_persons IS NULL THEN '残疾人口数' END
    ) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.village_profile AS t
INNER JOIN scoped.division AS d
    ON
        t.division_code = d.division_code
        AND d.exited_level IS NOT NULL
WHERE
    t.year BETWEEN EXTRACT(YEAR FROM $since) - 1 AND EXTRACT(YEAR FROM $until)
    AND (
        t.collective_income IS NULL
        OR t.clinic_count IS NULL
        OR t.doctor_count IS NULL
        OR t.public_toilets IS NULL
        OR t.garbage_points IS NULL
        OR t.culture_rooms IS NULL
        OR t.bus IS NULL
        OR t.road_to_town_hard IS NULL
        OR t.pension_insured IS NULL
        OR t.dibao_persons IS NULL
        OR t.tekun_persons IS NULL
        OR t.disabled_persons IS NULL
    )
ORDER BY
    t.division_code,
    t.year
