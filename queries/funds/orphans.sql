-- title:   对不上的资金、支付、项目和资产
-- grain:   one row per thing that does not match, at most $limit of each kind, largest first
-- params:  $area VARCHAR              county or township (a village stands for its township)
--          $month DATE                first day of the month; facts up to its end
--          $kind VARCHAR?             one of the four kinds
--          $limit INTEGER             rows of each kind
-- columns: kind VARCHAR, ref_id VARCHAR, label VARCHAR, town_name VARCHAR, amount DOUBLE, since DATE, days INTEGER,
--          kind_rows BIGINT, kind_amount DOUBLE
-- units:   amount = 元: money allocated, paid, still to pay, or planned; days = days from since to the month's end;
--          kind_rows, kind_amount = of the whole kind, not of the rows shown. Kinds: money_no_project (this year's
--          money without a project), payment_no_project, finished_unpaid (accepted 30 days ago, not paid in full: 7.4),
--          project_no_asset (industry or infrastructure accepted 90 days ago, nothing registered: rule A23)
-- reads:   scoped.fund_allocation, scoped.disbursement, scoped.project, scoped.asset, scoped.threshold, scoped.division
WITH
counted AS (
    SELECT division_code AS town_code
    FROM scoped.division
    WHERE
        level = 4
        AND (LENGTH($area) > 6 OR in_county_total)
),

rule AS (
    SELECT COALESCE(MAX(warn), 30) AS unpaid_days
    FROM scoped.threshold
    WHERE name = 'finished_unpaid_days'
),

clock AS (
    SELECT
        CAST($month + INTERVAL '1' MONTH AS DATE) AS next_month,
        CAST($month + INTERVAL '1' MONTH - INTERVAL '1' DAY AS DATE) AS month_end,
        CAST($month + INTERVAL '1' MONTH - INTERVAL '91' DAY AS DATE) AS ninety_days_ago,
        CAST(EXTRACT(YEAR FROM CAST($month AS DATE)) AS INTEGER) AS year_no
),

paid AS (
    SELECT
        d.project_id,
        SUM(d.amount) AS amount
    FROM scoped.disbursement AS d
    INNER JOIN clock AS c ON d.pay_date < c.next_month
    WHERE d.project_id IS NOT NULL
    GROUP BY d.project_id
),

registered AS (
    SELECT DISTINCT a.project_id
    FROM scoped.asset AS a
    INNER JOIN clock AS c ON COALESCE(a.registered_at < c.next_month, a.form_year <= c.year_no)
    WHERE a.project_id IS NOT NULL
),

found AS (
    SELECT
        'money_no_project' AS kind,
        a.allocation_id AS ref_id,
        a.doc_no AS label,
        a.town_code,
        a.amount,
        a.allocated_at AS since,
        c.month_end
    FROM scoped.fund_allocation AS a
    INNER JOIN clock AS c
        ON
            a.budget_year = c.year_no
            AND a.allocated_at < c.next_month
    WHERE
        a.project_id IS NULL
        AND a.town_code LIKE SUBSTR($area, 1, 9) || '%'
        AND a.town_code IN (SELECT n.town_code FROM counted AS n)
    UNION ALL
    SELECT
        'payment_no_project' AS kind,
        d.pay_id AS ref_id,
        d.payee_kind AS label,
        d.town_code,
        d.amount,
        d.pay_date AS since,
        c.month_end
    FROM scoped.disbursement AS d
    INNER JOIN clock AS c
        ON
            d.budget_year = c.year_no
            AND d.pay_date < c.next_month
    WHERE
        d.project_id IS NULL
        AND d.town_code LIKE SUBSTR($area, 1, 9) || '%'
        AND d.town_code IN (SELECT n.town_code FROM counted AS n)
    UNION ALL
    SELECT
        'finished_unpaid' AS kind,
        p.project_id AS ref_id,
        p.name AS label,
        p.town_code,
        p.plan_total - COALESCE(m.amount, 0) AS amount,
        p.accepted_at AS since,
        c.month_end
    FROM scoped.project AS p
    CROSS JOIN rule AS r
    INNER JOIN clock AS c ON UNIX_DATE(p.accepted_at) + r.unpaid_days <= UNIX_DATE(c.month_end)
    LEFT JOIN paid AS m ON p.project_id = m.project_id
    WHERE
        p.plan_total > COALESCE(m.amount, 0)
        AND p.state <> 'cancelled'
        AND p.town_code LIKE SUBSTR($area, 1, 9) || '%'
        AND p.town_code IN (SELECT n.town_code FROM counted AS n)
    UNION ALL
    SELECT
        'project_no_asset' AS kind,
        p.project_id AS ref_id,
        p.name AS label,
        p.town_code,
        p.plan_total AS amount,
        p.accepted_at AS since,
        c.month_end
    FROM scoped.project AS p
    INNER JOIN clock AS c ON p.accepted_at <= c.ninety_days_ago
    LEFT JOIN registered AS r ON p.project_id = r.project_id
    WHERE
        r.project_id IS NULL
        AND p.type IN ('industry', 'infrastructure')
        AND p.state <> 'cancelled'
        AND p.town_code LIKE SUBSTR($area, 1, 9) || '%'
        AND p.town_code IN (SELECT n.town_code FROM counted AS n)
),

numbered AS (
    SELECT
        f.kind,
        f.ref_id,
        f.label,
        f.town_code,
        f.amount,
        f.since,
        f.month_end,
        ROW_NUMBER() OVER (PARTITION BY f.kind ORDER BY f.amount DESC NULLS LAST, f.ref_id ASC) AS place,
        COUNT(*) OVER (PARTITION BY f.kind) AS kind_rows,
        SUM(f.amount) OVER (PARTITION BY f.kind) AS kind_amount
    FROM found AS f
    WHERE
        $kind IS NULL
        OR f.kind = $kind
)

SELECT
    n.kind,
    n.ref_id,
    n.label,
    t.short_name AS town_name,
    CAST(n.amount AS DOUBLE) AS amount,
    n.since,
    CAST(UNIX_DATE(n.month_end) - UNIX_DATE(n.since) AS INTEGER) AS days,
    CAST(n.kind_rows AS BIGINT) AS kind_rows,
    CAST(n.kind_amount AS DOUBLE) AS kind_amount
FROM numbered AS n
LEFT JOIN scoped.division AS t ON n.town_code = t.division_code
WHERE n.place <= $limit
ORDER BY
    n.kind ASC,
    n.amount DESC NULLS LAST,
    n.ref_id ASC
