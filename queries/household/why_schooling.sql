-- title:   义务教育有没有失学辍学, 逐条
-- grain:   one row per clause of the list (rows/children), in the order of judging
-- params:  $hh VARCHAR, $month DATE
-- columns: clause_no INTEGER, clause VARCHAR, decides BOOLEAN, holds BOOLEAN, value VARCHAR, threshold VARCHAR
-- units:   value = children of 6 to 15; of them out of school; of those without a reason that excuses
-- reads:   scoped.person_month
WITH children AS (
    SELECT
        COUNT(*) AS aged,
        COUNT(CASE WHEN school IS NULL THEN 1 END) AS outside,
        COUNT(
            CASE
                WHEN
                    school IS NULL
                    AND COALESCE(edu, '') NOT IN ('初中', '高中', '大专', '本科及以上')
                    AND (
                        not_in_school_reason IS NULL
                        OR not_in_school_reason LIKE '%失学%'
                        OR not_in_school_reason LIKE '%辍学%'
                        OR not_in_school_reason LIKE '%厌学%'
                    )
                    THEN 1
            END
        ) AS dropouts
    FROM scoped.person_month
    WHERE
        hh_key = $hh
        AND stat_month = $month
        AND in_household
        AND birth_date >= CAST($month + INTERVAL '1' MONTH - INTERVAL '16' YEAR AS DATE)
        AND birth_date < CAST($month + INTERVAL '1' MONTH - INTERVAL '6' YEAR AS DATE)
)

SELECT
    clauses.clause_no,
    clauses.clause,
    TRUE AS decides,
    CASE clauses.clause
        WHEN 'aged' THEN children.aged > 0
        WHEN 'outside' THEN children.outside > 0
        ELSE children.dropouts > 0
    END AS holds,
    CASE clauses.clause
        WHEN 'aged' THEN CAST(children.aged AS VARCHAR)
        WHEN 'outside' THEN CAST(children.outside AS VARCHAR)
        ELSE CAST(children.dropouts AS VARCHAR)
    END AS value,
    CAST(NULL AS VARCHAR) AS threshold
FROM (VALUES (1, 'aged'), (2, 'outside'), (3, 'unexcused')) AS clauses (clause_no, clause)
CROSS JOIN children
ORDER BY clauses.clause_no
