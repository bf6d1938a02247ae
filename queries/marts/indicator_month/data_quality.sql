-- title:   数据错误率和问题平均天数, 按乡镇和月
-- grain:   one row per township and month that the rules judged
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, town_code VARCHAR, dq_error_rate__num BIGINT, dq_error_rate__den BIGINT,
--          dq_open_days__num BIGINT, dq_open_days__den BIGINT
-- units:   faults of the monthly tables that are not exempt, over the rows of these tables; 天 from the end of
--          the month in which a fault was first found without a break to the end of this month, by fault of a
--          rule and object
-- reads:   scoped.rule_fault, scoped.household_month, scoped.person_month, scoped.household_visit,
--          scoped.employment_month
WITH months AS (
    SELECT
        stat_month,
        CAST(stat_month + INTERVAL '1' MONTH AS DATE) AS next_month,
        CAST(DATE_TRUNC('year', stat_month) AS DATE) AS new_year,
        EXTRACT(YEAR FROM stat_month) AS year_no,
        EXTRACT(MONTH FROM stat_month) AS month_no
    FROM scoped.household_month
    WHERE stat_month BETWEEN $from_month AND $to_month
    GROUP BY stat_month
),

faults AS (
    SELECT
        stat_month,
        town_code,
        rule_id,
        object_key,
        COUNT(*) AS faults
    FROM scoped.rule_fault
    WHERE
        table_name IN ('household_month', 'person_month', 'household_visit', 'employment_month')
        AND NOT is_exempt
        AND stat_month <= $to_month
    GROUP BY
        stat_month,
        town_code,
        rule_id,
        object_key
),

-- A break of a month or more begins a new stretch: months in a row have the same difference to their row number.
numbered AS (
    SELECT
        stat_month,
        town_code,
        rule_id,
        object_key,
        faults,
        EXTRACT(YEAR FROM stat_month) * 12 + EXTRACT(MONTH FROM stat_month)
        - ROW_NUMBER() OVER (PARTITION BY town_code, rule_id, object_key ORDER BY stat_month) AS stretch
    FROM faults
),

standing AS (
    SELECT
        stat_month,
        town_code,
        faults,
        UNIX_DATE(CAST(stat_month + INTERVAL '1' MONTH AS DATE))
        - UNIX_DATE(
            CAST(
                MIN(stat_month) OVER (PARTITION BY town_code, rule_id, object_key, stretch) + INTERVAL '1' MONTH AS DATE
            )
        ) AS days
    FROM numbered
),

found AS (
    SELECT
        stat_month,
        town_code,
        SUM(faults) AS faults,
        COUNT(*) AS objects,
        SUM(days) AS days
    FROM standing
    GROUP BY
        stat_month,
        town_code
),

records AS (
    SELECT
        stat_month,
        town_code
    FROM scoped.household_month
    WHERE stat_month BETWEEN $from_month AND $to_month
    UNION ALL
    SELECT
        stat_month,
        town_code
    FROM scoped.person_month
    WHERE stat_month BETWEEN $from_month AND $to_month
    UNION ALL
    SELECT
        visit_month AS stat_month,
        town_code
    FROM scoped.household_visit
    WHERE visit_month BETWEEN $from_month AND $to_month
    UNION ALL
    SELECT
        stat_month,
        town_code
    FROM scoped.employment_month
    WHERE stat_month BETWEEN $from_month AND $to_month
),

reported AS (
    SELECT
        records.stat_month,
        records.town_code,
        COUNT(*) AS records
    FROM records
    INNER JOIN months ON records.stat_month = months.stat_month
    WHERE EXISTS (SELECT 1 FROM scoped.rule_fault)
    GROUP BY
        records.stat_month,
        records.town_code
)

SELECT
    reported.stat_month,
    reported.town_code,
    CAST(COALESCE(found.faults, 0) AS BIGINT) AS dq_error_rate__num,
    reported.records AS dq_error_rate__den,
    CAST(COALESCE(found.days, 0) AS BIGINT) AS dq_open_days__num,
    CAST(COALESCE(found.objects, 0) AS BIGINT) AS dq_open_days__den
FROM reported
LEFT JOIN found ON reported.stat_month = found.stat_month AND reported.town_code = found.town_code
ORDER BY
    reported.stat_month,
    reported.town_code
