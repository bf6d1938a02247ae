-- title:   线下农户名单, 附计划和措施
-- grain:   one row per household, lowest income first; cut at $limit. The income itself stands in the household page
--          only: a list shows which lines it is under
-- params:  $area VARCHAR
--          $income_year INTEGER     status of the households is that of its December
--          $line_yuan DOUBLE        below means less than
--          $range_yuan DOUBLE?, $subline_yuan DOUBLE?, $target_yuan DOUBLE?   the lines that name the bands
--          $month DATE              measures in force at this month's end
--          $pop_group VARCHAR?      one group; NULL means the two that count (alleviated, monitored)
--          $limit INTEGER, $offset INTEGER
-- columns: hh_key VARCHAR, village_name VARCHAR, head_name VARCHAR, persons_year INTEGER, pop_group VARCHAR,
--          mon_type VARCHAR, band VARCHAR, band_before VARCHAR, measures VARCHAR, planned VARCHAR
-- units:   persons_year = 人; band = under_range, under_subline, under_target or above, of this income year and the one
--          before (NULL: not reported); measures and planned = categories joined by commas, '' when
--          there is none, NULL when the scope reported no measure at all; mon_type = none when not monitored
-- reads:   scoped.income_year, scoped.household_month, scoped.division, scoped.measure
WITH incomes AS (
    SELECT hh_id, hh_key, division_code, persons_year, CAST(net_per_capita AS DOUBLE) AS net_pc
    FROM scoped.income_year
    WHERE
        income_year = $income_year
        AND window_type <> 'rolling_12m_before_event'
        AND division_code LIKE $area || '%'
),

december AS (
    SELECT
        hh_id,
        head_name,
        mon_type,
        CASE
            WHEN is_no_labour THEN 'no_labour'
            WHEN mon_type IS NOT NULL THEN 'monitored'
            WHEN hh_type = 'alleviated' THEN 'alleviated'
            ELSE 'not_listed'
        END AS pop_group
    FROM scoped.household_month
    WHERE stat_month = CAST(CAST($income_year AS VARCHAR) || '-12-01' AS DATE)
),

below AS (
    SELECT
        incomes.hh_id,
        incomes.hh_key,
        incomes.division_code,
        incomes.persons_year,
        incomes.net_pc,
        december.head_name,
        december.mon_type,
        COALESCE(december.pop_group, 'not_listed') AS pop_group
    FROM incomes
    LEFT JOIN december ON incomes.hh_id = december.hh_id
    WHERE incomes.net_pc < $line_yuan
),

page_rows AS (
    SELECT hh_id, hh_key, division_code, persons_year, net_pc, head_name, mon_type, pop_group
    FROM below
    WHERE pop_group = $pop_group OR ($pop_group IS NULL AND pop_group IN ('alleviated', 'monitored'))
    ORDER BY net_pc, hh_key
    LIMIT $limit OFFSET $offset
),

-- Said for all and then joined: a second look at page_rows would read and bind the month once more.
year_before AS (
    SELECT hh_id, CAST(MAX(net_per_capita) AS DOUBLE) AS net_pc
    FROM scoped.income_year
    WHERE income_year = $income_year - 1 AND window_type <> 'rolling_12m_before_event'
    GROUP BY hh_id
),

helping AS (
    SELECT
        hh_id,
        status = 'planned' AS is_planned,
        CONCAT_WS(
            ',',
            MAX(CASE WHEN category = 'industry' THEN category END),
            MAX(CASE WHEN category = 'employment' THEN category END),
            MAX(CASE WHEN category = 'public_post' THEN category END),
            MAX(CASE WHEN category = 'finance' THEN category END),
            MAX(CASE WHEN category = 'housing' THEN category END),
            MAX(CASE WHEN category = 'water' THEN category END),
            MAX(CASE WHEN category = 'health' THEN category END),
            MAX(CASE WHEN category = 'education' THEN category END),
            MAX(CASE WHEN category = 'compulsory' THEN category END),
            MAX(CASE WHEN category = 'relocation' THEN category END),
            MAX(CASE WHEN category = 'living_cond' THEN category END),
            MAX(CASE WHEN category = 'infra' THEN category END),
            MAX(CASE WHEN category = 'comprehensive' THEN category END),
            MAX(CASE WHEN category = 'social' THEN category END)
        ) AS categories
    FROM scoped.measure
    WHERE
        status = 'planned'
        OR (start_date < CAST($month + INTERVAL '1' MONTH AS DATE) AND (end_date IS NULL OR end_date >= $month))
    GROUP BY hh_id, status = 'planned'
),

by_household AS (
    SELECT
        hh_id,
        MAX(CASE WHEN NOT is_planned THEN categories END) AS in_force,
        MAX(CASE WHEN is_planned THEN categories END) AS planned
    FROM helping
    GROUP BY hh_id
),

reported AS (
    SELECT COUNT(*) AS measures
    FROM scoped.measure
)

SELECT
    page_rows.hh_key,
    village.name AS village_name,
    page_rows.head_name,
    page_rows.persons_year,
    page_rows.pop_group,
    COALESCE(page_rows.mon_type, 'none') AS mon_type,
    CASE
        WHEN page_rows.net_pc < $range_yuan THEN 'under_range'
        WHEN page_rows.net_pc < $subline_yuan THEN 'under_subline'
        WHEN page_rows.net_pc < $target_yuan THEN 'under_target'
        ELSE 'above'
    END AS band,
    CASE
        WHEN year_before.net_pc IS NULL THEN NULL
        WHEN year_before.net_pc < $range_yuan THEN 'under_range'
        WHEN year_before.net_pc < $subline_yuan THEN 'under_subline'
        WHEN year_before.net_pc < $target_yuan THEN 'under_target'
        ELSE 'above'
    END AS band_before,
    CASE WHEN reported.measures > 0 THEN COALESCE(by_household.in_force, '') END AS measures,
    CASE WHEN reported.measures > 0 THEN COALESCE(by_household.planned, '') END AS planned
FROM page_rows
CROSS JOIN reported
LEFT JOIN scoped.division AS village ON page_rows.division_code = village.division_code
LEFT JOIN year_before ON page_rows.hh_id = year_before.hh_id
LEFT JOIN by_household ON page_rows.hh_id = by_household.hh_id
ORDER BY page_rows.net_pc, page_rows.hh_key
