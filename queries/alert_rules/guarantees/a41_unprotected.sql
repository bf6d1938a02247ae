-- title:   整户无劳动力而没有低保或特困供养，或停了低保、特困而收入没有提高的户
-- grain:   one row per household and month, in townships that tell dibao or tekun; stopped: somebody who is still
--          there was on it within the three months before and nobody is now, income of the closed year not above the
--          range
-- params:  $since DATE, $until DATE
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, hh_key VARCHAR, object_key VARCHAR, since DATE,
--          due_at DATE, severity VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   since = the first month of the present run, or the first month without it
-- reads:   scoped.person_month, scoped.household_month, scoped.income_line, scoped.income_year
WITH -- The months that a township reported, numbered: a month that is not there does not break a run.
reported AS (
    SELECT
        town_code,
        stat_month,
        ROW_NUMBER() OVER (PARTITION BY town_code ORDER BY stat_month) AS month_no
    FROM scoped.person_month
    WHERE stat_month <= $until
    GROUP BY
        town_code,
        stat_month
),

members AS (
    SELECT
        stat_month,
        town_code,
        division_code,
        hh_key,
        COUNT(CASE WHEN dibao IN ('rural', 'urban') OR tekun IN ('rural', 'urban') THEN 1 END) AS on_it,
        COUNT(dibao) + COUNT(tekun) AS told
    FROM scoped.person_month
    WHERE in_household AND stat_month <= $until
    GROUP BY
        stat_month,
        town_code,
        division_code,
        hh_key
),

filled AS (
    SELECT
        stat_month,
        town_code
    FROM members
    GROUP BY
        stat_month,
        town_code
    HAVING SUM(told) > 0
),

unprotected AS (
    SELECT
        members.stat_month,
        members.town_code,
        members.division_code,
        members.hh_key,
        home.is_no_labour
    FROM members
    INNER JOIN filled ON members.stat_month = filled.stat_month AND members.town_code = filled.town_code
    INNER JOIN scoped.household_month AS home
        ON
            members.hh_key = home.hh_key
            AND members.stat_month = home.stat_month
    WHERE members.on_it = 0
),

gap AS (
    SELECT
        stat_month,
        town_code,
        division_code,
        hh_key
    FROM unprotected
    WHERE is_no_labour
),

numbered AS (
    SELECT
        gap.stat_month, gap.town_code, gap.division_code, gap.hh_key,
        reported.month_no - ROW_NUMBER() OVER (PARTITION BY gap.town_code, gap.hh_key ORDER BY gap.stat_month) AS run_no
    FROM gap
    INNER JOIN reported ON gap.town_code = reported.town_code AND gap.stat_month = reported.stat_month
),

runs AS (
    SELECT
        stat_month, town_code, division_code, hh_key,
        MIN(stat_month) OVER (PARTITION BY town_code, hh_key, run_no) AS run_start
    FROM numbered
),

stayed AS (
    SELECT
        stat_month,
        person_id,
        hh_key
    FROM scoped.person_month
    WHERE in_household AND stat_month BETWEEN $since AND $until
),

received AS (
    SELECT
        stat_month,
        person_id
    FROM scoped.person_month
    WHERE
        (dibao IN ('rural', 'urban') OR tekun IN ('rural', 'urban'))
        AND stat_month BETWEEN CAST($since - INTERVAL '3' MONTH AS DATE) AND $until
),

ended AS (
    SELECT
        unprotected.stat_month,
        unprotected.town_code,
        unprotected.division_code,
        unprotected.hh_key,
        EXTRACT(YEAR FROM unprotected.stat_month)
        - CASE WHEN EXTRACT(MONTH FROM unprotected.stat_month) = 12 THEN 0 ELSE 1 END AS closed_year,
        CAST(MAX(received.stat_month) + INTERVAL '1' MONTH AS DATE) AS since
    FROM unprotected
    INNER JOIN stayed ON unprotected.stat_month = stayed.stat_month AND unprotected.hh_key = stayed.hh_key
    INNER JOIN received
        ON
            stayed.person_id = received.person_id
            AND stayed.stat_month > received.stat_month
            AND CAST(stayed.stat_month - INTERVAL '3' MONTH AS DATE) <= received.stat_month
    WHERE NOT unprotected.is_no_labour
    GROUP BY
        unprotected.stat_month,
        unprotected.town_code,
        unprotected.division_code,
        unprotected.hh_key
),

ranges AS (
    SELECT
        ended.stat_month,
        ended.hh_key,
        line.value_yuan,
        ROW_NUMBER() OVER (
            PARTITION BY ended.stat_month, ended.hh_key
            ORDER BY LENGTH(line.division_code) DESC, line.line_id ASC
        ) AS nearness
    FROM ended
    INNER JOIN scoped.income_line AS line
        ON
            line.line_code = 'provincial_range'
            AND line.year = ended.closed_year + 1
            AND ended.town_code LIKE line.division_code || '%'
),

risen AS (
    SELECT DISTINCT
        ended.stat_month,
        ended.hh_key
    FROM ended
    INNER JOIN ranges ON ended.stat_month = ranges.stat_month AND ended.hh_key = ranges.hh_key AND ranges.nearness = 1
    INNER JOIN scoped.income_year AS income
        ON
            ended.hh_key = income.hh_key
            AND ended.closed_year = income.income_year
            AND income.window_type <> 'rolling_12m_before_event'
            AND ranges.value_yuan <= income.net_per_capita
)

SELECT
    stat_month,
    town_code,
    division_code,
    hh_key,
    hh_key AS object_key,
    run_start AS since,
    CAST(NULL AS DATE) AS due_at,
    'red' AS severity,
    CAST(NULL AS VARCHAR) AS said,
    'gap' AS wanted
FROM runs
WHERE stat_month >= $since
UNION ALL
SELECT
    ended.stat_month,
    ended.town_code,
    ended.division_code,
    ended.hh_key,
    ended.hh_key AS object_key,
    ended.since,
    CAST(NULL AS DATE) AS due_at,
    'red' AS severity,
    CAST(NULL AS VARCHAR) AS said,
    'stopped' AS wanted
FROM ended
LEFT JOIN risen ON ended.stat_month = risen.stat_month AND ended.hh_key = risen.hh_key
WHERE risen.hh_key IS NULL
ORDER BY
    stat_month,
    hh_key
