-- title:   集中排查的户数和发现, 按村
-- grain:   one row per village and month from the month in which its township's last round of the year was finished
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, screened_hh_total BIGINT, screened_hh BIGINT,
--          screened_hh__ordinary BIGINT, screened_hh__alleviated BIGINT, screened_hh__monitored BIGINT,
--          screened_hh__monitored_active BIGINT, screened_hh__monitored_cleared BIGINT,
--          screened_persons_total BIGINT, screening_find_rate__num BIGINT, screening_find_rate__den BIGINT,
--          inclusion_rate__num BIGINT, inclusion_rate__den BIGINT
-- units:   户, persons = 人, inclusion_rate__den = clues; screened_hh_total as reported, screened_hh sum of classes
-- reads:   scoped.screening_result, scoped.household_month, scoped.employment_month
WITH months AS (
    SELECT DISTINCT stat_month
    FROM scoped.household_month
    WHERE stat_month BETWEEN $from_month AND $to_month
    UNION
    SELECT DISTINCT stat_month
    FROM scoped.employment_month
    WHERE stat_month BETWEEN $from_month AND $to_month
),

-- Two rounds in a year are two looks at the same households: the later one counts, they are not added.
rounds AS (
    SELECT
        months.stat_month,
        result.town_code,
        result.round_id,
        ROW_NUMBER() OVER (
            PARTITION BY months.stat_month, result.town_code
            ORDER BY MAX(result.stat_month) DESC, result.round_id DESC
        ) AS newest
    FROM months
    INNER JOIN scoped.screening_result AS result
        ON
            months.stat_month >= result.stat_month
            AND EXTRACT(YEAR FROM result.stat_month) = EXTRACT(YEAR FROM months.stat_month)
    GROUP BY
        months.stat_month,
        result.town_code,
        result.round_id
)

SELECT
    rounds.stat_month,
    result.town_code,
    result.division_code,
    CAST(SUM(result.hh_total) AS BIGINT) AS screened_hh_total,
    CAST(
        SUM(
            COALESCE(result.hh_ordinary, 0) + COALESCE(result.hh_alleviated, 0)
            + COALESCE(result.hh_monitored_active, 0) + COALESCE(result.hh_monitored_cleared, 0)
        ) AS BIGINT
    ) AS screened_hh,
    CAST(SUM(result.hh_ordinary) AS BIGINT) AS screened_hh__ordinary,
    CAST(SUM(result.hh_alleviated) AS BIGINT) AS screened_hh__alleviated,
    CAST(SUM(COALESCE(result.hh_monitored_active, 0) + COALESCE(result.hh_monitored_cleared, 0)) AS BIGINT)
        AS screened_hh__monitored,
    CAST(SUM(result.hh_monitored_active) AS BIGINT) AS screened_hh__monitored_active,
    CAST(SUM(result.hh_monitored_cleared) AS BIGINT) AS screened_hh__monitored_cleared,
    CAST(SUM(result.persons_total) AS BIGINT) AS screened_persons_total,
    CAST(SUM(result.new_admitted_hh) AS BIGINT) AS screening_find_rate__num,
    CAST(SUM(result.hh_total) AS BIGINT) AS screening_find_rate__den,
    CAST(SUM(result.new_admitted_hh) AS BIGINT) AS inclusion_rate__num,
    CAST(SUM(result.new_clues) AS BIGINT) AS inclusion_rate__den
FROM rounds
INNER JOIN scoped.screening_result AS result
    ON
        rounds.town_code = result.town_code
        AND rounds.round_id = result.round_id
        AND rounds.newest = 1
        AND rounds.stat_month >= result.stat_month
GROUP BY
    rounds.stat_month,
    result.town_code,
    result.division_code
ORDER BY
    rounds.stat_month,
    result.division_code
