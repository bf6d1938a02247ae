-- title:   教育资助背后的每一笔
-- grain:   one row per person, term and scheme of the year; the autumn term counts from September on
-- params:  $area VARCHAR, $month DATE
--          $indicator VARCHAR?      an id of school aid: what it counts, or its numerator
--          $scheme VARCHAR?, $stage VARCHAR?, $term VARCHAR?   'all' stands for every one
--          $state VARCHAR?          entitled, paid, unpaid, overdue, money (paid by the month's end), off_standard
-- columns: hh_key VARCHAR, village_name VARCHAR, scheme VARCHAR, stage VARCHAR, term VARCHAR, entitled BOOLEAN,
--          aid_amount DOUBLE, paid_at DATE, amount DOUBLE, dropped_by VARCHAR
-- units:   aid_amount = 元 paid by the month's end; amount = 1 a payment, or the 元 where the id counts money
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
        e.person_id,
        e.hh_key,
        e.division_code,
        e.scheme,
        e.stage,
        e.term,
        COALESCE(e.entitled, FALSE) AS entitled,
        CASE WHEN e.paid_at < c.next_month THEN e.paid_at END AS paid_at,
        CASE WHEN e.paid_at < c.next_month THEN CAST(e.amount AS DOUBLE) END AS aid_amount,
        n.amount_term,
        UNIX_DATE(c.next_month) - 1
        - UNIX_DATE(
            CAST(CONCAT(CAST(e.year AS VARCHAR), CASE e.term WHEN 'spring' THEN '-03-01' ELSE '-09-01' END) AS DATE)
        ) > r.days AS is_past
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
)

SELECT
    a.hh_key,
    v.name AS village_name,
    a.scheme,
    a.stage,
    a.term,
    a.entitled,
    a.aid_amount,
    a.paid_at,
    CASE WHEN $indicator LIKE '%amount%' THEN COALESCE(a.aid_amount, 0.0E0) ELSE 1.0E0 END AS amount,
    CASE
        WHEN $indicator LIKE 'yulu%' AND a.scheme <> 'yulu' THEN 'other_scheme'
        WHEN $indicator LIKE '%preschool%' AND a.stage <> 'preschool' THEN 'other_stage'
        WHEN $indicator LIKE '%compulsory%' AND a.stage <> 'compulsory' THEN 'other_stage'
        WHEN $indicator LIKE '%.spring' AND a.term <> 'spring' THEN 'other_term'
        WHEN $indicator LIKE '%.autumn' AND a.term <> 'autumn' THEN 'other_term'
        WHEN $indicator NOT LIKE '%amount%' AND NOT a.entitled THEN 'not_entitled'
        WHEN ($indicator LIKE '%amount%' OR $indicator LIKE '%paid_rate%') AND a.paid_at IS NULL THEN 'aid_not_paid'
    END AS dropped_by
FROM aid AS a
LEFT JOIN scoped.division AS v ON a.division_code = v.division_code
WHERE
    ($scheme IS NULL OR $scheme IN ('all', a.scheme))
    AND ($stage IS NULL OR $stage IN ('all', a.stage))
    AND ($term IS NULL OR $term IN ('all', a.term))
    AND (
        $state IS NULL
        OR ($state = 'entitled' AND a.entitled)
        OR ($state = 'paid' AND a.entitled AND a.paid_at IS NOT NULL)
        OR ($state = 'unpaid' AND a.entitled AND a.paid_at IS NULL)
        OR ($state = 'overdue' AND a.entitled AND a.paid_at IS NULL AND a.is_past)
        OR ($state = 'money' AND a.paid_at IS NOT NULL)
        OR ($state = 'off_standard' AND a.aid_amount > 0 AND a.aid_amount <> a.amount_term)
    )
ORDER BY
    a.division_code,
    a.person_id,
    a.term,
    a.scheme
