-- title:   没有参加基本医疗保险的人
-- grain:   one row per person of the household without resident or employee insurance, the longest first; cut at $limit
-- params:  $area VARCHAR, $month DATE
--          $from_month DATE         how far back the first month without insurance is looked for
--          $limit INTEGER, $offset INTEGER
-- columns: hh_key VARCHAR, town_name VARCHAR, village_name VARCHAR, hh_type VARCHAR, mon_type VARCHAR,
--          relation VARCHAR, since DATE, days INTEGER, total_rows BIGINT
-- units:   since = first day of the first month without insurance; days = 天 to the month's end; who has neither of
--          the two columns filled in is not told and not listed; total_rows = over the whole list
-- reads:   scoped.person_month, scoped.household_month, scoped.division
WITH outside AS (
    SELECT division_code
    FROM scoped.division
    WHERE
        level = 4
        AND NOT in_county_total
        AND LENGTH($area) = 6
),

found AS (
    SELECT
        person_id,
        hh_id,
        hh_key,
        town_code,
        division_code,
        relation
    FROM scoped.person_month
    WHERE
        stat_month = $month
        AND in_household
        AND NOT (COALESCE(insured_resident, FALSE) OR COALESCE(insured_employee, FALSE))
        AND (insured_resident IS NOT NULL OR insured_employee IS NOT NULL)
        AND division_code LIKE $area || '%'
        AND town_code NOT IN (SELECT o.division_code FROM outside AS o)
),

without AS (
    SELECT
        person_id,
        stat_month
    FROM scoped.person_month
    WHERE
        stat_month BETWEEN $from_month AND $month
        AND NOT (COALESCE(insured_resident, FALSE) OR COALESCE(insured_employee, FALSE))
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
    FROM without
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
        f.relation,
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
    d.relation,
    d.since,
    CAST(UNIX_DATE(d.month_end) - UNIX_DATE(d.since) AS INTEGER) AS days,
    CAST(COUNT(*) OVER () AS BIGINT) AS total_rows
FROM dated AS d
LEFT JOIN scoped.household_month AS h ON d.hh_id = h.hh_id AND h.stat_month = $month
LEFT JOIN scoped.division AS t ON d.town_code = t.division_code
LEFT JOIN scoped.division AS v ON d.division_code = v.division_code
ORDER BY
    d.since,
    d.division_code,
    d.person_id
LIMIT $limit OFFSET $offset
