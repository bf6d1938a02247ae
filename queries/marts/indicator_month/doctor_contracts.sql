-- title:   家庭医生签约, 按村和月
-- grain:   one row per village and month of a year with a list of those who should sign
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, family_doctor_rate__num BIGINT,
--          family_doctor_rate__den BIGINT, family_doctor_rate__key_groups__num BIGINT,
--          family_doctor_rate__key_groups__den BIGINT, family_doctor_signed BIGINT
-- units:   人 on the year's list; signed by the month's end; key groups: all but the other alleviated and
--          monitored
-- reads:   scoped.doctor_contract, scoped.household_month
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

listed AS (
    SELECT
        months.stat_month,
        one.town_code,
        one.division_code,
        COALESCE(one.signed_at < months.next_month, FALSE) AS is_signed,
        one.target_group <> 'alleviated' AS is_key
    FROM months
    INNER JOIN scoped.doctor_contract AS one ON months.year_no = one.year
)

SELECT
    stat_month,
    town_code,
    division_code,
    COUNT(*) FILTER (WHERE is_signed) AS family_doctor_rate__num,
    COUNT(*) AS family_doctor_rate__den,
    COUNT(*) FILTER (WHERE is_signed AND is_key) AS family_doctor_rate__key_groups__num,
    COUNT(*) FILTER (WHERE is_key) AS family_doctor_rate__key_groups__den,
    COUNT(*) FILTER (WHERE is_signed) AS family_doctor_signed
FROM listed
GROUP BY
    stat_month,
    town_code,
    division_code
ORDER BY
    stat_month,
    town_code,
    division_code
