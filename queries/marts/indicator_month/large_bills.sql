-- title:   十二个月自付超过阈值的人数, 按乡镇和月
-- grain:   one row per township and month with settlements in the twelve months before
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, town_code VARCHAR, large_self_paid_persons BIGINT
-- units:   人 whose own part of all bills of twelve months is above the county's threshold of the year; NULL without
--          a threshold
-- reads:   scoped.medical_settlement, scoped.household_month, scoped.threshold
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

persons AS (
    SELECT
        months.stat_month,
        months.next_month,
        one.town_code,
        one.person_id,
        CAST(SUM(one.self_paid) AS DOUBLE) AS self_paid
    FROM months
    INNER JOIN scoped.medical_settlement AS one
        ON
            one.settle_date >= CAST(months.next_month - INTERVAL '12' MONTH AS DATE)
            AND months.next_month > one.settle_date
    GROUP BY
        months.stat_month,
        months.next_month,
        one.town_code,
        one.person_id
),

limits AS (
    SELECT MAX(CAST(warn AS DOUBLE)) AS yuan
    FROM scoped.threshold
    WHERE name = 'large_self_paid_persons'
)

SELECT
    persons.stat_month,
    persons.town_code,
    CASE WHEN MAX(limits.yuan) IS NOT NULL THEN COUNT(*) FILTER (WHERE persons.self_paid > limits.yuan) END
        AS large_self_paid_persons
FROM persons
CROSS JOIN limits
GROUP BY
    persons.stat_month,
    persons.town_code
ORDER BY
    persons.stat_month,
    persons.town_code
