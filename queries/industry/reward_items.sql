-- title:   到户产业做的是什么: 按产业项目
-- grain:   one row per item of this year or last, the one with the most accepted households first
-- params:  $area VARCHAR, $month DATE
-- columns: item VARCHAR, hh BIGINT, accepted_hh BIGINT, yuan DOUBLE, per_hh DOUBLE, last_year_hh BIGINT
-- units:   hh = 户 on file for the year; accepted_hh = 户 accepted by the month's end; yuan = rewards of those accepted,
--          per_hh = a household; last_year_hh = 户 accepted by the same month of last year
-- reads:   scoped.industry_project_hh
WITH clock AS (
    SELECT
        CAST($month + INTERVAL '1' MONTH AS DATE) AS next_month,
        CAST(EXTRACT(YEAR FROM $month) AS INTEGER) AS year_no
)

SELECT
    p.item,
    COUNT(DISTINCT CASE WHEN p.year = c.year_no THEN p.hh_key END) AS hh,
    COUNT(DISTINCT CASE WHEN p.year = c.year_no AND p.accepted_at < c.next_month THEN p.hh_key END) AS accepted_hh,
    COALESCE(
        SUM(CASE WHEN p.year = c.year_no AND p.accepted_at < c.next_month THEN CAST(p.reward AS DOUBLE) END), 0.0E0
    ) AS yuan,
    SUM(CASE WHEN p.year = c.year_no AND p.accepted_at < c.next_month THEN CAST(p.reward AS DOUBLE) END)
    / NULLIF(
        CAST(
            COUNT(DISTINCT CASE WHEN p.year = c.year_no AND p.accepted_at < c.next_month THEN p.hh_key END) AS DOUBLE
        ),
        0
    ) AS per_hh,
    COUNT(
        DISTINCT CASE
            WHEN p.year < c.year_no AND p.accepted_at < CAST(c.next_month - INTERVAL '1' YEAR AS DATE) THEN p.hh_key
        END
    ) AS last_year_hh
FROM scoped.industry_project_hh AS p
INNER JOIN clock AS c ON p.year BETWEEN c.year_no - 1 AND c.year_no
WHERE p.division_code LIKE $area || '%'
GROUP BY p.item
ORDER BY
    accepted_hh DESC,
    p.item ASC
