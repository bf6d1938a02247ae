-- title:   慢性病证办理, 按村和月
-- grain:   one row per village and month with somebody diagnosed by then
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, chronic_cert_rate__num BIGINT,
--          chronic_cert_rate__den BIGINT
-- units:   人 in the household at the month's end with a chronic illness diagnosed by then; with a certificate
--          of any of them
-- reads:   scoped.chronic_certificate, scoped.person_month, scoped.household_month
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

diagnosed AS (
    SELECT
        months.stat_month,
        one.person_id,
        MAX(CASE WHEN one.certified_at < months.next_month THEN 1 ELSE 0 END) AS is_certified
    FROM months
    INNER JOIN scoped.chronic_certificate AS one ON months.next_month > one.diagnosed_at
    GROUP BY
        months.stat_month,
        one.person_id
)

SELECT
    people.stat_month,
    people.town_code,
    people.division_code,
    CAST(SUM(diagnosed.is_certified) AS BIGINT) AS chronic_cert_rate__num,
    COUNT(*) AS chronic_cert_rate__den
FROM diagnosed
INNER JOIN scoped.person_month AS people
    ON
        diagnosed.person_id = people.person_id
        AND diagnosed.stat_month = people.stat_month
        AND people.in_household
        AND people.stat_month BETWEEN $from_month AND $to_month
GROUP BY
    people.stat_month,
    people.town_code,
    people.division_code
ORDER BY
    people.stat_month,
    people.town_code,
    people.division_code
