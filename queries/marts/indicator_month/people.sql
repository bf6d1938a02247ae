-- title:   医保、就学、低保特困, 按村和月
-- grain:   one row per village and month with people on file
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, insured_rate__num BIGINT,
--          insured_rate__den BIGINT, medical_insured_rate__alleviated_hh__num BIGINT,
--          medical_insured_rate__alleviated_hh__den BIGINT, dropout_children BIGINT, dibao_persons BIGINT,
--          tekun_persons BIGINT, backstop_gap BIGINT
-- units:   人 in the household; backstop_gap = 户; NULL where a township never fills the column in
-- reads:   scoped.person_month, scoped.household_month
WITH people AS (
    SELECT
        stat_month,
        town_code,
        division_code,
        hh_id,
        insured_resident IS NOT NULL OR insured_employee IS NOT NULL AS told_insured,
        COALESCE(insured_resident, FALSE) OR COALESCE(insured_employee, FALSE) AS is_insured,
        school,
        edu,
        not_in_school_reason,
        dibao,
        tekun,
        birth_date
    FROM scoped.person_month
    WHERE
        stat_month BETWEEN $from_month AND $to_month
        AND in_household
),

filled AS (
    SELECT
        stat_month,
        town_code,
        COUNT(*) FILTER (WHERE told_insured) > 0 AS has_insurance,
        COUNT(school) > 0 AS has_school,
        COUNT(dibao) > 0 AS has_dibao,
        COUNT(tekun) > 0 AS has_tekun
    FROM people
    GROUP BY
        stat_month,
        town_code
),

households AS (
    SELECT
        people.stat_month,
        people.town_code,
        people.division_code,
        people.hh_id,
        COUNT(*) FILTER (WHERE people.told_insured) AS told,
        COUNT(*) FILTER (WHERE people.is_insured) AS insured,
        -- full years at the month's last day: born after (month end - 16 years), at the latest 6 years before
        COUNT(*) FILTER (
            WHERE
            people.school IS NULL
            AND people.birth_date >= CAST(people.stat_month + INTERVAL '1' MONTH - INTERVAL '16' YEAR AS DATE)
            AND people.birth_date < CAST(people.stat_month + INTERVAL '1' MONTH - INTERVAL '6' YEAR AS DATE)
            AND COALESCE(people.edu, '') NOT IN ('初中', '高中', '大专', '本科及以上')
            AND (
                people.not_in_school_reason IS NULL
                OR people.not_in_school_reason LIKE '%失学%'
                OR people.not_in_school_reason LIKE '%辍学%'
                OR people.not_in_school_reason LIKE '%厌学%'
            )
        ) AS dropouts,
        COUNT(*) FILTER (WHERE people.dibao IN ('rural', 'urban')) AS on_dibao,
        COUNT(*) FILTER (WHERE people.tekun IN ('rural', 'urban')) AS on_tekun
    FROM people
    GROUP BY
        people.stat_month,
        people.town_code,
        people.division_code,
        people.hh_id
),

villages AS (
    SELECT
        households.stat_month,
        households.town_code,
        households.division_code,
        CAST(SUM(told) AS BIGINT) AS told,
        CAST(SUM(insured) AS BIGINT) AS insured,
        CAST(SUM(CASE WHEN home.hh_type = 'alleviated' THEN told ELSE 0 END) AS BIGINT) AS told_alleviated,
        CAST(SUM(CASE WHEN home.hh_type = 'alleviated' THEN insured ELSE 0 END) AS BIGINT) AS insured_alleviated,
        CAST(SUM(dropouts) AS BIGINT) AS dropouts,
        CAST(SUM(on_dibao) AS BIGINT) AS on_dibao,
        CAST(SUM(on_tekun) AS BIGINT) AS on_tekun,
        COUNT(*) FILTER (WHERE home.is_no_labour AND on_dibao + on_tekun = 0) AS unprotected,
        COUNT(home.hh_id) AS known
    FROM households
    LEFT JOIN scoped.household_month AS home
        ON
            households.hh_id = home.hh_id
            AND households.stat_month = home.stat_month
            AND home.stat_month BETWEEN $from_month AND $to_month
    GROUP BY
        households.stat_month,
        households.town_code,
        households.division_code
)

SELECT
    villages.stat_month,
    villages.town_code,
    villages.division_code,
    CASE WHEN filled.has_insurance THEN villages.insured END AS insured_rate__num,
    CASE WHEN filled.has_insurance THEN villages.told END AS insured_rate__den,
    CASE WHEN filled.has_insurance AND villages.known > 0 THEN villages.insured_alleviated END
        AS medical_insured_rate__alleviated_hh__num,
    CASE WHEN filled.has_insurance AND villages.known > 0 THEN villages.told_alleviated END
        AS medical_insured_rate__alleviated_hh__den,
    CASE WHEN filled.has_school THEN villages.dropouts END AS dropout_children,
    CASE WHEN filled.has_dibao THEN villages.on_dibao END AS dibao_persons,
    CASE WHEN filled.has_tekun THEN villages.on_tekun END AS tekun_persons,
    CASE WHEN (filled.has_dibao OR filled.has_tekun) AND villages.known > 0 THEN villages.unprotected END
        AS backstop_gap
FROM villages
INNER JOIN filled ON villages.stat_month = filled.stat_month AND villages.town_code = filled.town_code
ORDER BY
    villages.stat_month,
    villages.division_code
