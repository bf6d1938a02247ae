-- title:   线索转化率, 合计和按推送部门
-- grain:   one row per township, month and pushing department (no department: all clues) with a clue in the year so far
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, town_code VARCHAR, split VARCHAR, clue_conversion__num BIGINT, clue_conversion__den BIGINT
-- units:   件; num = clues of the year that were marked in the system by the month's end
-- reads:   scoped.identification_case, scoped.household_month, scoped.employment_month
WITH months AS (
    SELECT DISTINCT stat_month
    FROM scoped.household_month
    WHERE stat_month BETWEEN $from_month AND $to_month
    UNION
    SELECT DISTINCT stat_month
    FROM scoped.employment_month
    WHERE stat_month BETWEEN $from_month AND $to_month
),

clues AS (
    SELECT
        months.stat_month,
        one.town_code,
        one.dept_code,
        COALESCE(one.marked_at < CAST(months.stat_month + INTERVAL '1' MONTH AS DATE), FALSE) AS is_admitted
    FROM months
    INNER JOIN scoped.identification_case AS one
        ON
            one.case_kind = 'identify'
            AND one.clue_at >= CAST(DATE_TRUNC('year', months.stat_month) AS DATE)
            AND one.clue_at < CAST(months.stat_month + INTERVAL '1' MONTH AS DATE)
),

counted AS (
    SELECT
        stat_month,
        town_code,
        CAST(NULL AS VARCHAR) AS dept_code,
        COUNT(*) FILTER (WHERE is_admitted) AS admitted,
        COUNT(*) AS received
    FROM clues
    GROUP BY
        stat_month,
        town_code
    UNION ALL
    SELECT
        stat_month,
        town_code,
        dept_code,
        COUNT(*) FILTER (WHERE is_admitted) AS admitted,
        COUNT(*) AS received
    FROM clues
    WHERE dept_code IS NOT NULL
    GROUP BY
        stat_month,
        town_code,
        dept_code
)

SELECT
    stat_month,
    town_code,
    dept_code AS split,
    admitted AS clue_conversion__num,
    received AS clue_conversion__den
FROM counted
ORDER BY
    stat_month,
    town_code,
    split
