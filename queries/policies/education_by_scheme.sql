-- title:   教育资助: 应享受、已发放、金额与标准, 按项目、学段、学期
-- grain:   one row per scheme, stage and term of the year; scheme 'all' sums a stage and term with several schemes, and
--          the last row, 'all' in all three, sums everything
-- params:  $area VARCHAR
--          $month DATE              the year up to its end; the autumn term counts from September on
-- columns: scheme VARCHAR, stage VARCHAR, term VARCHAR, entitled BIGINT, paid BIGINT, unpaid BIGINT, overdue BIGINT,
--          amount DOUBLE, mean_amount DOUBLE, standard DOUBLE, off_standard BIGINT, mean_days DOUBLE, rate DOUBLE,
--          overdue_days INTEGER
-- units:   entitled, paid, unpaid, overdue, off_standard = 人次; overdue = unpaid for longer than overdue_days (threshold
--          aid_unpaid_days) since the term began (1 March, 1 September); money = 元; standard = 元 a term, NULL without
--          one; mean_days = 天 from the term's beginning to the payment; rate = paid of entitled, 0..1
-- reads:   scoped.education_aid, scoped.aid_standard, scoped.threshold, scoped.division
WITH outside AS (
    SELECT division_code
    FROM scoped.division
    WHERE
        level = 4
        AND NOT in_county_total
        AND LENGTH($area) = 6
),

clock AS (
    SELECT
        CAST(EXTRACT(YEAR FROM CAST($month AS DATE)) AS INTEGER) AS year_no,
        CAST(EXTRACT(MONTH FROM CAST($month AS DATE)) AS INTEGER) AS month_no,
        CAST($month + INTERVAL '1' MONTH AS DATE) AS next_month
),

days_rule AS (
    SELECT MAX(warn) AS days
    FROM (
        SELECT warn
        FROM scoped.threshold
        WHERE
            name = 'aid_unpaid_days'
            AND LENGTH(COALESCE(division_code, '')) <= 6
            AND COALESCE(year, EXTRACT(YEAR FROM CAST($month AS DATE))) = EXTRACT(YEAR FROM CAST($month AS DATE))
        ORDER BY LENGTH(COALESCE(division_code, '')) DESC, COALESCE(year, 0) DESC, threshold_id ASC
        LIMIT 1
    ) AS nearest_rule
),

nearest AS (
    SELECT
        a.stage,
        a.scheme,
        CAST(a.amount_term AS DOUBLE) AS amount_term,
        RANK() OVER (PARTITION BY a.stage, a.scheme ORDER BY LENGTH(COALESCE(a.division_code, '')) DESC) AS nearness
    FROM scoped.aid_standard AS a
    INNER JOIN clock AS c
        ON
            COALESCE(a.year, c.year_no) = c.year_no
            AND COALESCE(a.valid_from < c.next_month, TRUE)
            AND COALESCE(a.valid_to >= $month, TRUE)
),

aid AS (
    SELECT
        e.scheme,
        e.stage,
        e.term,
        COALESCE(e.entitled, FALSE) AS entitled,
        COALESCE(e.paid_at < c.next_month, FALSE) AS is_paid,
        CASE WHEN e.paid_at < c.next_month THEN CAST(e.amount AS DOUBLE) END AS amount,
        n.amount_term,
        UNIX_DATE(e.paid_at)
        - UNIX_DATE(
            CAST(CONCAT(CAST(e.year AS VARCHAR), CASE e.term WHEN 'spring' THEN '-03-01' ELSE '-09-01' END) AS DATE)
        ) AS days_to_pay,
        UNIX_DATE(c.next_month) - 1
        - UNIX_DATE(
            CAST(CONCAT(CAST(e.year AS VARCHAR), CASE e.term WHEN 'spring' THEN '-03-01' ELSE '-09-01' END) AS DATE)
        ) > r.days AS is_past,
        r.days AS overdue_days
    FROM scoped.education_aid AS e
    INNER JOIN clock AS c
        ON
            e.year = c.year_no
            AND (e.term = 'spring' OR c.month_no >= 9)
    CROSS JOIN days_rule AS r
    LEFT JOIN nearest AS n
        ON
            e.scheme = n.scheme
            AND e.stage = COALESCE(n.stage, e.stage)
            AND n.nearness = 1
    WHERE
        e.division_code LIKE $area || '%'
        AND e.town_code NOT IN (SELECT o.division_code FROM outside AS o)
),

several AS (
    SELECT
        stage,
        term
    FROM aid
    GROUP BY
        stage,
        term
    HAVING COUNT(DISTINCT scheme) > 1
),

summed AS (
    SELECT
        scheme,
        stage,
        term,
        entitled,
        is_paid,
        amount,
        amount_term,
        days_to_pay,
        is_past,
        overdue_days
    FROM aid
    UNION ALL
    SELECT
        'all' AS scheme,
        a.stage,
        a.term,
        a.entitled,
        a.is_paid,
        a.amount,
        a.amount_term,
        a.days_to_pay,
        a.is_past,
        a.overdue_days
    FROM aid AS a
    INNER JOIN several AS s ON a.stage = s.stage AND a.term = s.term
    UNION ALL
    SELECT
        'all' AS scheme,
        'all' AS stage,
        'all' AS term,
        entitled,
        is_paid,
        amount,
        amount_term,
        days_to_pay,
        is_past,
        overdue_days
    FROM aid
)

SELECT
    scheme,
    stage,
    term,
    CAST(COUNT(CASE WHEN entitled THEN 1 END) AS BIGINT) AS entitled,
    CAST(COUNT(CASE WHEN entitled AND is_paid THEN 1 END) AS BIGINT) AS paid,
    CAST(COUNT(CASE WHEN entitled AND NOT is_paid THEN 1 END) AS BIGINT) AS unpaid,
    CAST(COUNT(CASE WHEN entitled AND NOT is_paid AND is_past THEN 1 END) AS BIGINT) AS overdue,
    CAST(COALESCE(SUM(amount), 0) AS DOUBLE) AS amount,
    CAST(AVG(amount) AS DOUBLE) AS mean_amount,
    CAST(CASE WHEN scheme <> 'all' THEN MAX(amount_term) END AS DOUBLE) AS standard,
    CAST(
        CASE WHEN COUNT(amount_term) > 0 THEN COUNT(CASE WHEN amount > 0 AND amount <> amount_term THEN 1 END) END
        AS BIGINT
    ) AS off_standard,
    CAST(AVG(CASE WHEN is_paid THEN days_to_pay END) AS DOUBLE) AS mean_days,
    CAST(COUNT(CASE WHEN entitled AND is_paid THEN 1 END) AS DOUBLE) / NULLIF(COUNT(CASE WHEN entitled THEN 1 END), 0)
        AS rate,
    CAST(MAX(overdue_days) AS INTEGER) AS overdue_days
FROM summed
GROUP BY
    scheme,
    stage,
    term
ORDER BY
    CASE stage
        WHEN 'preschool' THEN 1
        WHEN 'compulsory' THEN 2
        WHEN 'high' THEN 3
        WHEN 'vocational' THEN 4
        WHEN 'college' THEN 5
        ELSE 6
    END ASC,
    term DESC,
    CASE WHEN scheme = 'all' THEN 1 ELSE 0 END ASC,
    scheme ASC
