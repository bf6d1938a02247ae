-- title:   教育资助和雨露计划, 按村和月
-- grain:   one row per village and month of a year with school aid on file
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, edu_aid_paid_rate__num BIGINT,
--          edu_aid_paid_rate__den BIGINT, edu_aid_amount DOUBLE, edu_aid_preschool_persontimes BIGINT,
--          edu_aid_preschool_persontimes__spring BIGINT, edu_aid_preschool_persontimes__autumn BIGINT,
--          edu_aid_preschool_amount DOUBLE, edu_aid_preschool_amount__spring DOUBLE,
--          edu_aid_preschool_amount__autumn DOUBLE, edu_aid_compulsory_persontimes BIGINT,
--          edu_aid_compulsory_persontimes__spring BIGINT, edu_aid_compulsory_persontimes__autumn BIGINT,
--          edu_aid_compulsory_amount DOUBLE, edu_aid_compulsory_amount__spring DOUBLE,
--          edu_aid_compulsory_amount__autumn DOUBLE, yulu_paid_rate__num BIGINT, yulu_paid_rate__den BIGINT,
--          yulu_students BIGINT, yulu_students__spring BIGINT, yulu_students__autumn BIGINT, yulu_amount DOUBLE
-- units:   人次 and 元 of the year so far; the autumn term counts from September on, a payment from its day on;
--          persontimes are entitled payments of a stage
-- reads:   scoped.education_aid, scoped.household_month
WITH months AS (
    SELECT
        stat_month,
        CAST(stat_month + INTERVAL '1' MONTH AS DATE) AS next_month,
        CAST(DATE_TRUNC('year', stat_month) AS DATE) AS new_year,
        EXTRACT(YEAR FROM stat_month) AS year_no,
        EXTRACT(MONTH FROM stat_month) AS month_no
    FROM scoped.household_month
    WHERE stat_month BETWEEN $from_month AND $to_month
    GROUP BY stat_month
),

aid AS (
    SELECT
        months.stat_month,
        one.town_code,
        one.division_code,
        one.stage,
        one.scheme,
        one.term,
        COALESCE(one.entitled, FALSE) AS is_entitled,
        COALESCE(one.paid_at < months.next_month, FALSE) AS is_paid,
        CASE WHEN one.paid_at < months.next_month THEN CAST(one.amount AS DOUBLE) ELSE 0 END AS paid
    FROM months
    INNER JOIN scoped.education_aid AS one
        ON
            months.year_no = one.year
            AND (one.term = 'spring' OR months.month_no >= 9)
)

SELECT
    stat_month,
    town_code,
    division_code,
    COUNT(*) FILTER (WHERE is_entitled AND is_paid) AS edu_aid_paid_rate__num,
    COUNT(*) FILTER (WHERE is_entitled) AS edu_aid_paid_rate__den,
    CAST(SUM(paid) AS DOUBLE) AS edu_aid_amount,
    COUNT(*) FILTER (WHERE is_entitled AND stage = 'preschool') AS edu_aid_preschool_persontimes,
    COUNT(*) FILTER (WHERE is_entitled AND stage = 'preschool' AND term = 'spring')
        AS edu_aid_preschool_persontimes__spring,
    COUNT(*) FILTER (WHERE is_entitled AND stage = 'preschool' AND term = 'autumn')
        AS edu_aid_preschool_persontimes__autumn,
    CAST(SUM(CASE WHEN stage = 'preschool' THEN paid ELSE 0 END) AS DOUBLE) AS edu_aid_preschool_amount,
    CAST(SUM(CASE WHEN stage = 'preschool' AND term = 'spring' THEN paid ELSE 0 END) AS DOUBLE)
        AS edu_aid_preschool_amount__spring,
    CAST(SUM(CASE WHEN stage = 'preschool' AND term = 'autumn' THEN paid ELSE 0 END) AS DOUBLE)
        AS edu_aid_preschool_amount__autumn,
    COUNT(*) FILTER (WHERE is_entitled AND stage = 'compulsory') AS edu_aid_compulsory_persontimes,
    COUNT(*) FILTER (WHERE is_entitled AND stage = 'compulsory' AND term = 'spring')
        AS edu_aid_compulsory_persontimes__spring,
    COUNT(*) FILTER (WHERE is_entitled AND stage = 'compulsory' AND term = 'autumn')
        AS edu_aid_compulsory_persontimes__autumn,
    CAST(SUM(CASE WHEN stage = 'compulsory' THEN paid ELSE 0 END) AS DOUBLE) AS edu_aid_compulsory_amount,
    CAST(SUM(CASE WHEN stage = 'compulsory' AND term = 'spring' THEN paid ELSE 0 END) AS DOUBLE)
        AS edu_aid_compulsory_amount__spring,
    CAST(SUM(CASE WHEN stage = 'compulsory' AND term = 'autumn' THEN paid ELSE 0 END) AS DOUBLE)
        AS edu_aid_compulsory_amount__autumn,
    COUNT(*) FILTER (WHERE is_entitled AND is_paid AND scheme = 'yulu') AS yulu_paid_rate__num,
    COUNT(*) FILTER (WHERE is_entitled AND scheme = 'yulu') AS yulu_paid_rate__den,
    COUNT(*) FILTER (WHERE is_entitled AND scheme = 'yulu') AS yulu_students,
    COUNT(*) FILTER (WHERE is_entitled AND scheme = 'yulu' AND term = 'spring') AS yulu_students__spring,
    COUNT(*) FILTER (WHERE is_entitled AND scheme = 'yulu' AND term = 'autumn') AS yulu_students__autumn,
    CAST(SUM(CASE WHEN scheme = 'yulu' THEN paid ELSE 0 END) AS DOUBLE) AS yulu_amount
FROM aid
GROUP BY
    stat_month,
    town_code,
    division_code
ORDER BY
    stat_month,
    town_code,
    division_code
