-- title:   自付医疗费过高而没有纳入监测的户
-- grain:   one row per household with such a person and month; not where it is monitored, nor where a case was begun
--          or a department's warning checked in those twelve months
-- params:  $since DATE, $until DATE
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, hh_key VARCHAR, object_key VARCHAR, since DATE,
--          due_at DATE, severity VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said = 元 that one person paid in the twelve months to the month's end; since = the last bill of the month
--          in which the threshold was passed; due_at by the rule for cases
-- reads:   scoped.household_month, scoped.threshold, scoped.medical_settlement, scoped.sla_rule,
--          scoped.identification_case, scoped.department_warning
WITH months AS (
    SELECT
        stat_month,
        CAST(stat_month + INTERVAL '1' MONTH AS DATE) AS next_month,
        EXTRACT(YEAR FROM stat_month) AS year_no,
        EXTRACT(MONTH FROM stat_month) AS month_no
    FROM scoped.household_month
    WHERE stat_month BETWEEN $since AND $until
    GROUP BY stat_month
),

every_month AS (
    SELECT
        stat_month,
        CAST(stat_month + INTERVAL '1' MONTH AS DATE) AS next_month,
        EXTRACT(YEAR FROM stat_month) AS year_no,
        EXTRACT(MONTH FROM stat_month) AS month_no
    FROM scoped.household_month
    WHERE stat_month <= $until
    GROUP BY stat_month
),

limits AS (
    SELECT
        clock.stat_month,
        rule.warn AS yuan,
        ROW_NUMBER() OVER (
            PARTITION BY clock.stat_month
            ORDER BY LENGTH(COALESCE(rule.division_code, '')) DESC, COALESCE(rule.year, 0) DESC, rule.threshold_id ASC
        ) AS choice
    FROM every_month AS clock
    INNER JOIN scoped.threshold AS rule
        ON
            rule.name = 'large_self_paid_persons'
            AND LENGTH(COALESCE(rule.division_code, '')) <= 6
            AND COALESCE(rule.year, clock.year_no) = clock.year_no
),

spells AS (
    SELECT
        every_month.stat_month,
        every_month.next_month,
        one.town_code,
        one.division_code,
        one.hh_key,
        one.person_id,
        MAX(one.settle_date) AS last_bill,
        CAST(SUM(one.self_paid) AS DOUBLE) AS self_paid
    FROM every_month
    INNER JOIN scoped.medical_settlement AS one
        ON
            one.settle_date >= CAST(every_month.next_month - INTERVAL '12' MONTH AS DATE)
            AND every_month.next_month > one.settle_date
    GROUP BY
        every_month.stat_month,
        every_month.next_month,
        one.town_code,
        one.division_code,
        one.hh_key,
        one.person_id
),

large AS (
    SELECT
        spells.stat_month,
        spells.next_month,
        spells.town_code,
        spells.division_code,
        spells.hh_key,
        MAX(spells.last_bill) AS last_bill,
        MAX(spells.self_paid) AS self_paid
    FROM spells
    INNER JOIN limits
        ON
            spells.stat_month = limits.stat_month
            AND limits.choice = 1
            AND spells.self_paid > limits.yuan
    GROUP BY
        spells.stat_month,
        spells.next_month,
        spells.town_code,
        spells.division_code,
        spells.hh_key
),

-- The months that a township reported, numbered: a month that is not there does not break a run.
reported AS (
    SELECT
        town_code,
        stat_month,
        ROW_NUMBER() OVER (PARTITION BY town_code ORDER BY stat_month) AS month_no
    FROM scoped.household_month
    WHERE stat_month <= $until
    GROUP BY
        town_code,
        stat_month
),

numbered AS (
    SELECT
        large.stat_month,
        large.town_code,
        large.division_code,
        large.hh_key,
        large.next_month,
        large.last_bill,
        large.self_paid,
        reported.month_no
        - ROW_NUMBER() OVER (PARTITION BY large.town_code, large.hh_key ORDER BY large.stat_month) AS run_no
    FROM large
    INNER JOIN reported ON large.town_code = reported.town_code AND large.stat_month = reported.stat_month
),

runs AS (
    SELECT
        stat_month, town_code, division_code, hh_key, next_month, last_bill, self_paid,
        MIN(stat_month) OVER (PARTITION BY town_code, hh_key, run_no) AS run_start
    FROM numbered
),

dated AS (
    SELECT
        stat_month, next_month, town_code, division_code, hh_key, self_paid,
        MIN(CASE WHEN stat_month = run_start THEN last_bill END) OVER (
            PARTITION BY town_code, hh_key, run_start
        ) AS since
    FROM runs
),

duties AS (
    SELECT
        dated.stat_month,
        dated.hh_key,
        rule.days,
        ROW_NUMBER() OVER (
            PARTITION BY dated.stat_month, dated.hh_key
            ORDER BY LENGTH(COALESCE(rule.division_code, '')) DESC, rule.valid_from DESC, rule.sla_rule_id ASC
        ) AS choice
    FROM dated
    INNER JOIN scoped.sla_rule AS rule
        ON
            COALESCE(dated.since >= rule.valid_from, TRUE)
            AND COALESCE(dated.since <= rule.valid_to, TRUE)
            AND dated.town_code LIKE COALESCE(rule.division_code, '') || '%'
)

SELECT
    dated.stat_month,
    dated.town_code,
    dated.division_code,
    dated.hh_key,
    dated.hh_key AS object_key,
    dated.since,
    dated.since + duties.days AS due_at,
    'orange' AS severity,
    CAST(CAST(ROUND(dated.self_paid, 0) AS BIGINT) AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM dated
INNER JOIN months ON dated.stat_month = months.stat_month
INNER JOIN scoped.household_month AS home
    ON
        dated.hh_key = home.hh_key
        AND dated.stat_month = home.stat_month
        AND COALESCE(home.risk_status, '') <> 'active'
LEFT JOIN duties ON dated.stat_month = duties.stat_month AND dated.hh_key = duties.hh_key AND duties.choice = 1
WHERE
    NOT EXISTS (
        SELECT 1
        FROM scoped.identification_case AS looked_at
        WHERE
            looked_at.hh_key = dated.hh_key
            AND looked_at.case_kind = 'identify'
            AND looked_at.clue_at < dated.next_month
            AND looked_at.clue_at >= CAST(dated.next_month - INTERVAL '12' MONTH AS DATE)
    )
    AND NOT EXISTS (
        SELECT 1
        FROM scoped.department_warning AS push
        WHERE
            push.hh_key = dated.hh_key
            AND push.pushed_at < dated.next_month
            AND push.pushed_at >= CAST(dated.next_month - INTERVAL '12' MONTH AS DATE)
    )
ORDER BY
    dated.stat_month,
    dated.hh_key
