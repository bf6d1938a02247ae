-- title:   农户的补助、贷款、医疗、救助、产业、灾害、岗位等记录
-- grain:   one row per record dated up to the month's end, latest first
-- params:  $hh VARCHAR, $month DATE
-- columns: section VARCHAR, at DATE, until DATE, what VARCHAR, detail VARCHAR, amount DOUBLE, record_id VARCHAR
-- units:   section = the table it comes from; what = its code or name; detail = a code, a text or ''; amount = 元:
--          paid, lent, settled (medical: what was paid by oneself), lost or a month's pay (public_post)
-- reads:   scoped.education_aid, scoped.medical_settlement, scoped.microloan, scoped.benefit,
--          scoped.industry_project_hh, scoped.insurance_claim, scoped.disaster_household, scoped.disaster_event,
--          scoped.public_post, scoped.department_warning
WITH clock AS (
    SELECT CAST($month + INTERVAL '1' MONTH AS DATE) AS next_month
),

records AS (
    SELECT
        'education_aid' AS section,
        COALESCE(paid_at, CAST(CAST(year AS VARCHAR) || '-01-01' AS DATE)) AS at,
        CAST(NULL AS DATE) AS until,
        scheme AS what,
        stage AS detail,
        CAST(amount AS DOUBLE) AS amount,
        CONCAT_WS('.', CAST(year AS VARCHAR), term, scheme, person_id) AS record_id
    FROM scoped.education_aid
    WHERE hh_key = $hh
    UNION ALL
    SELECT
        'medical_settlement' AS section,
        settle_date AS at,
        CAST(NULL AS DATE) AS until,
        kind AS what,
        CAST(CAST(total AS DOUBLE) AS VARCHAR) AS detail,
        CAST(self_paid AS DOUBLE) AS amount,
        settlement_id AS record_id
    FROM scoped.medical_settlement
    WHERE hh_key = $hh
    UNION ALL
    SELECT
        'microloan' AS section,
        issue_date AS at,
        due_date AS until,
        status AS what,
        loan_use AS detail,
        CAST(amount AS DOUBLE) AS amount,
        loan_id AS record_id
    FROM scoped.microloan
    WHERE hh_key = $hh
    UNION ALL
    SELECT
        'benefit' AS section,
        pay_month AS at,
        CAST(NULL AS DATE) AS until,
        scheme AS what,
        batch AS detail,
        CAST(amount AS DOUBLE) AS amount,
        benefit_id AS record_id
    FROM scoped.benefit
    WHERE hh_key = $hh
    UNION ALL
    SELECT
        'industry_project_hh' AS section,
        COALESCE(accepted_at, CAST(CAST(year AS VARCHAR) || '-01-01' AS DATE)) AS at,
        CAST(NULL AS DATE) AS until,
        item AS what,
        COALESCE(scale, '') AS detail,
        CAST(reward AS DOUBLE) AS amount,
        CONCAT_WS('.', CAST(year AS VARCHAR), item, batch) AS record_id
    FROM scoped.industry_project_hh
    WHERE hh_key = $hh
    UNION ALL
    SELECT
        'insurance_claim' AS section,
        event_date AS at,
        paid_at AS until,
        policy AS what,
        '' AS detail,
        CAST(amount AS DOUBLE) AS amount,
        claim_id AS record_id
    FROM scoped.insurance_claim
    WHERE hh_key = $hh
    UNION ALL
    SELECT
        'disaster_household' AS section,
        event.event_date AS at,
        harm.solved_at AS until,
        event.kind AS what,
        COALESCE(harm.house_action, '') AS detail,
        CAST(harm.relief_amount AS DOUBLE) AS amount,
        harm.event_id AS record_id
    FROM scoped.disaster_household AS harm
    LEFT JOIN scoped.disaster_event AS event ON harm.event_id = event.event_id
    WHERE harm.hh_key = $hh
    UNION ALL
    SELECT
        'public_post' AS section,
        start_month AS at,
        end_month AS until,
        kind AS what,
        fund_source AS detail,
        CAST(pay_month AS DOUBLE) AS amount,
        post_id AS record_id
    FROM scoped.public_post
    WHERE hh_key = $hh
    UNION ALL
    SELECT
        'department_warning' AS section,
        pushed_at AS at,
        checked_at AS until,
        rule_name AS what,
        dept_code AS detail,
        CAST(amount AS DOUBLE) AS amount,
        push_id AS record_id
    FROM scoped.department_warning
    WHERE hh_key = $hh
)

SELECT
    records.section,
    records.at,
    records.until,
    records.what,
    COALESCE(records.detail, '') AS detail,
    records.amount,
    records.record_id
FROM records
INNER JOIN clock ON records.at < clock.next_month
ORDER BY records.at DESC, records.section ASC, records.record_id ASC
