-- title:   义务教育阶段不在校的孩子: 失学辍学的在前, 登记了其他原因的在后
-- grain:   one row per child aged 6 to 15 who is not at school and has not finished junior school; cut at $limit
-- params:  $area VARCHAR, $month DATE
--          $from_month DATE         how far back the first month without school is looked for
--          $limit INTEGER, $offset INTEGER
-- columns: hh_key VARCHAR, town_name VARCHAR, village_name VARCHAR, hh_type VARCHAR, mon_type VARCHAR, kind VARCHAR,
--          reason VARCHAR, since DATE, days INTEGER, total_rows BIGINT, total_dropouts BIGINT
-- units:   kind = dropout (counts as 失学辍学) or told (another reason on file, does not count); since = first day of
--          the first month without school; days = 天 to the month's end; total_* = over the whole list
-- reads:   scoped.person_month, scoped.household_month, scoped.division
WITH outside AS (
    SELECT division_code
    FROM scoped.division
    WHERE
        level = 4
        AND NOT in_county_total
        AND LENGTH($area) = 6
),

-- The children of the townships, of which one that fills nobody's school in has said nothing.
young AS (
    SELECT
        person_id,
        hh_id,
        hh_key,
        town_code,
        division_code,
        not_in_school_reason AS reason,
        school,
        edu,
        birth_date,
        COUNT(school) OVER (PARTITION BY town_code) AS told
    FROM scoped.person_month
    WHERE
        stat_month = $month
        AND in_household
        AND town_code LIKE SUBSTR($area, 1, 9) || '%'
        AND town_code NOT IN (SELECT o.division_code FROM outside AS o)
        AND (school IS NOT NULL OR birth_date >= CAST($month + INTERVAL '1' MONTH - INTERVAL '16' YEAR AS DATE))
),

found AS (
    SELECT
        person_id,
        hh_id,
        hh_key,
        town_code,
        division_code,
        reason,
        CASE
            WHEN reason IS NULL OR reason LIKE '%失学%' OR reason LIKE '%辍学%' OR reason LIKE '%厌学%' THEN 'dropout'
            ELSE 'told'
        END AS kind
    FROM young
    WHERE
        school IS NULL
        AND told > 0
        AND division_code LIKE $area || '%'
        AND birth_date >= CAST($month + INTERVAL '1' MONTH - INTERVAL '16' YEAR AS DATE)
        AND birth_date < CAST($month + INTERVAL '1' MONTH - INTERVAL '6' YEAR AS DATE)
        AND COALESCE(edu, '') NOT IN ('初中', '高中', '大专', '本科及以上')
),

-- Months without school from six years on.
away AS (
    SELECT
        person_id,
        stat_month
    FROM scoped.person_month
    WHERE
        stat_month BETWEEN $from_month AND $month
        AND school IS NULL
        AND birth_date >= CAST($month + INTERVAL '1' MONTH - INTERVAL '16' YEAR AS DATE)
        AND birth_date < CAST(stat_month + INTERVAL '1' MONTH - INTERVAL '6' YEAR AS DATE)
        AND town_code LIKE SUBSTR($area, 1, 9) || '%'
),

-- Counted back from this month: the k-th month without is k months ago as long as none lies between.
months AS (
    SELECT
        person_id,
        stat_month,
        (EXTRACT(YEAR FROM CAST($month AS DATE)) - EXTRACT(YEAR FROM stat_month)) * 12
        + EXTRACT(MONTH FROM CAST($month AS DATE)) - EXTRACT(MONTH FROM stat_month) AS months_ago,
        ROW_NUMBER() OVER (PARTITION BY person_id ORDER BY stat_month DESC) - 1 AS place
    FROM away
),

spells AS (
    SELECT
        person_id,
        MIN(stat_month) AS since
    FROM months
    WHERE months_ago = place
    GROUP BY person_id
),

dated AS (
    SELECT
        f.hh_id,
        f.hh_key,
        f.person_id,
        f.town_code,
        f.division_code,
        f.kind,
        f.reason,
        b.since,
        CAST($month + INTERVAL '1' MONTH - INTERVAL '1' DAY AS DATE) AS month_end
    FROM found AS f
    INNER JOIN spells AS b ON f.person_id = b.person_id
)

SELECT
    d.hh_key,
    t.short_name AS town_name,
    v.short_name AS village_name,
    h.hh_type,
    h.mon_type,
    d.kind,
    d.reason,
    d.since,
    CAST(UNIX_DATE(d.month_end) - UNIX_DATE(d.since) AS INTEGER) AS days,
    CAST(COUNT(*) OVER () AS BIGINT) AS total_rows,
    CAST(COUNT(CASE WHEN d.kind = 'dropout' THEN 1 END) OVER () AS BIGINT) AS total_dropouts
FROM dated AS d
LEFT JOIN scoped.household_month AS h ON d.hh_id = h.hh_id AND h.stat_month = $month
LEFT JOIN scoped.division AS t ON d.town_code = t.division_code
LEFT JOIN scoped.division AS v ON d.division_code = v.division_code
ORDER BY
    d.kind,
    d.since,
    d.person_id
LIMIT $limit OFFSET $offset
