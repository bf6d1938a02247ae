-- title:   开学后规定天数没有发放的资助，和与标准不符的资助
-- grain:   one row per household, term and month; while a township has paid fewer than the given share of one scheme
--          and term, one row for the township instead
-- params:  $since DATE, $until DATE
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, hh_key VARCHAR, object_key VARCHAR, since DATE,
--          due_at DATE, severity VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   terms of this year and last autumn; said = the term and the children; since = the term's first day (1
--          March, 1 September) and the days, or the day of payment
-- reads:   scoped.household_month, scoped.threshold, scoped.education_aid, scoped.aid_standard
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

limits AS (
    SELECT
        clock.stat_month,
        rule.warn AS days,
        ROW_NUMBER() OVER (
            PARTITION BY clock.stat_month
            ORDER BY LENGTH(COALESCE(rule.division_code, '')) DESC, COALESCE(rule.year, 0) DESC, rule.threshold_id ASC
        ) AS choice
    FROM months AS clock
    INNER JOIN scoped.threshold AS rule
        ON
            rule.name = 'aid_unpaid_days'
            AND LENGTH(COALESCE(rule.division_code, '')) <= 6
            AND COALESCE(rule.year, clock.year_no) = clock.year_no
),

shares AS (
    SELECT
        clock.stat_month,
        rule.warn AS batch_share,
        ROW_NUMBER() OVER (
            PARTITION BY clock.stat_month
            ORDER BY LENGTH(COALESCE(rule.division_code, '')) DESC, COALESCE(rule.year, 0) DESC, rule.threshold_id ASC
        ) AS choice
    FROM months AS clock
    INNER JOIN scoped.threshold AS rule
        ON
            rule.name = 'aid_batch_share'
            AND LENGTH(COALESCE(rule.division_code, '')) <= 6
            AND COALESCE(rule.year, clock.year_no) = clock.year_no
),

aid AS (
    SELECT
        months.stat_month,
        months.next_month,
        one.town_code,
        one.division_code,
        one.hh_key,
        one.person_id,
        one.year,
        one.stage,
        one.scheme,
        one.term,
        CAST(one.amount AS DOUBLE) AS amount,
        one.paid_at,
        one.entitled AND COALESCE(one.paid_at >= months.next_month, TRUE) AS is_unpaid,
        CAST(
            COUNT(CASE WHEN one.entitled AND one.paid_at < months.next_month THEN 1 END) OVER (
                PARTITION BY months.stat_month, one.town_code, one.year, one.term, one.scheme
            ) AS DOUBLE
        )
        / COUNT(CASE WHEN one.entitled THEN 1 END) OVER (
            PARTITION BY months.stat_month, one.town_code, one.year, one.term, one.scheme
        ) AS share_paid,
        CONCAT(CAST(one.year AS VARCHAR), CASE WHEN one.term = 'spring' THEN '年春季' ELSE '年秋季' END) AS term_name,
        CAST(CONCAT(CAST(one.year AS VARCHAR), CASE WHEN one.term = 'spring' THEN '-03-01' ELSE '-09-01' END) AS DATE)
            AS term_start
    FROM months
    INNER JOIN scoped.education_aid AS one
        ON
            months.year_no = one.year
            OR (months.year_no - 1 = one.year AND one.term = 'autumn')
),

standards AS (
    SELECT
        stage,
        scheme,
        year,
        amount_term,
        valid_from,
        valid_to,
        RANK() OVER (PARTITION BY stage, scheme ORDER BY LENGTH(COALESCE(division_code, '')) DESC) AS nearness
    FROM scoped.aid_standard
),

unpaid AS (
    SELECT
        aid.stat_month,
        aid.town_code,
        aid.division_code,
        aid.hh_key,
        aid.person_id,
        aid.term_name,
        aid.share_paid < shares.batch_share AS is_batch,
        aid.term_start + CAST(limits.days AS INTEGER) AS since
    FROM aid
    INNER JOIN limits ON aid.stat_month = limits.stat_month AND limits.choice = 1
    INNER JOIN shares ON aid.stat_month = shares.stat_month AND shares.choice = 1
    WHERE aid.is_unpaid AND UNIX_DATE(aid.term_start) + limits.days < UNIX_DATE(aid.next_month)
),

found AS (
    SELECT
        stat_month,
        town_code,
        CAST(NULL AS VARCHAR) AS division_code,
        CAST(NULL AS VARCHAR) AS hh_key,
        town_code AS object_key,
        since,
        term_name,
        COUNT(DISTINCT person_id) AS persons,
        'batch' AS kind
    FROM unpaid
    WHERE is_batch
    GROUP BY
        stat_month,
        town_code,
        since,
        term_name
    UNION ALL
    SELECT
        stat_month,
        town_code,
        division_code,
        hh_key,
        hh_key AS object_key,
        since,
        term_name,
        COUNT(DISTINCT person_id) AS persons,
        'unpaid' AS kind
    FROM unpaid
    WHERE NOT is_batch
    GROUP BY
        stat_month,
        town_code,
        division_code,
        hh_key,
        since,
        term_name
    UNION ALL
    SELECT
        aid.stat_month,
        aid.town_code,
        aid.division_code,
        aid.hh_key,
        aid.hh_key AS object_key,
        aid.paid_at AS since,
        aid.term_name,
        COUNT(DISTINCT aid.person_id) AS persons,
        'amount' AS kind
    FROM aid
    INNER JOIN standards AS usual
        ON
            aid.scheme = usual.scheme
            AND COALESCE(usual.stage, aid.stage) = aid.stage
            AND COALESCE(usual.year, aid.year) = aid.year
            AND usual.nearness = 1
            AND COALESCE(usual.valid_from, aid.term_start) <= aid.term_start
            AND COALESCE(usual.valid_to, aid.term_start) >= aid.term_start
    WHERE
        aid.next_month > aid.paid_at
        AND aid.amount > 0
        AND aid.amount <> CAST(usual.amount_term AS DOUBLE)
    GROUP BY
        aid.stat_month,
        aid.town_code,
        aid.division_code,
        aid.hh_key,
        aid.paid_at,
        aid.term_name
)

SELECT
    stat_month,
    town_code,
    division_code,
    hh_key,
    object_key,
    since,
    CAST(NULL AS DATE) AS due_at,
    'orange' AS severity,
    CONCAT(term_name, CAST(persons AS VARCHAR), '人') AS said,
    kind AS wanted
FROM found
ORDER BY
    stat_month,
    object_key,
    since,
    kind
