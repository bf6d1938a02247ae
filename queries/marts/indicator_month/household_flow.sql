-- title:   监测对象和脱贫户逐月的进出, 按村
-- grain:   one row per village and month whose township reported that month and the one before; from January of the
--          first year on, because what is marked __ytd is added up over the year afterwards (__ytd also gives .month)
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          new_monitored_hh__ytd BIGINT, new_monitored_persons__ytd BIGINT,
--          new_monitored_hh__unstable__ytd BIGINT, new_monitored_persons__unstable__ytd BIGINT,
--          new_monitored_hh__marginal__ytd BIGINT, new_monitored_persons__marginal__ytd BIGINT,
--          new_monitored_hh__sudden__ytd BIGINT, new_monitored_persons__sudden__ytd BIGINT,
--          cleared_hh_in_year__ytd BIGINT, cleared_persons_in_year__ytd BIGINT,
--          cleared_hh_in_year__unstable__ytd BIGINT, cleared_persons_in_year__unstable__ytd BIGINT,
--          cleared_hh_in_year__marginal__ytd BIGINT, cleared_persons_in_year__marginal__ytd BIGINT,
--          cleared_hh_in_year__sudden__ytd BIGINT, cleared_persons_in_year__sudden__ytd BIGINT,
--          rollback_hh__ytd BIGINT, rollback_persons__ytd BIGINT, natural_decrease_hh__ytd BIGINT,
--          alleviated_natural_decrease_hh__ytd BIGINT, monitored_natural_decrease_hh__ytd BIGINT,
--          monitored_natural_decrease_hh__active__ytd BIGINT, early_clear__ytd BIGINT
-- units:   _hh = 户, _persons = 人: hh_persons of the month of the event; who left is counted where it was before
-- reads:   scoped.household_month, scoped.threshold
WITH present AS (
    SELECT
        stat_month,
        hh_id,
        town_code,
        division_code,
        hh_type,
        mon_type,
        risk_status,
        clear_mode,
        identified_month,
        cleared_month,
        hh_persons
    FROM scoped.household_month
    WHERE
        stat_month BETWEEN CAST(DATE_TRUNC('year', $from_month) - INTERVAL '1' MONTH AS DATE) AND $to_month
),

month_before AS (
    SELECT
        CAST(stat_month + INTERVAL '1' MONTH AS DATE) AS stat_month,
        hh_id,
        town_code,
        division_code,
        hh_type,
        mon_type,
        risk_status
    FROM present
),

reported_before AS (
    SELECT DISTINCT
        stat_month,
        town_code
    FROM month_before
),

-- What came and went in a month is known where a township reported both months.
comparable AS (
    SELECT DISTINCT
        present.stat_month,
        present.town_code
    FROM present
    INNER JOIN reported_before
        ON present.stat_month = reported_before.stat_month AND present.town_code = reported_before.town_code
),

-- Until when a helped clearing counts as early, in months.
early AS (
    SELECT MAX(warn) AS months
    FROM scoped.threshold
    WHERE name = 'early_clear_months'
),

moves AS (
    SELECT
        COALESCE(present.stat_month, month_before.stat_month) AS stat_month,
        COALESCE(present.town_code, month_before.town_code) AS town_code,
        COALESCE(present.division_code, month_before.division_code) AS division_code,
        present.mon_type,
        present.hh_persons,
        present.mon_type IS NOT NULL AND month_before.mon_type IS NULL AS is_new,
        present.risk_status = 'cleared' AND COALESCE(month_before.risk_status, 'active') = 'active' AS is_cleared,
        present.risk_status = 'active' AND COALESCE(month_before.risk_status, 'active') = 'cleared' AS is_rollback,
        present.hh_id IS NULL AS is_gone,
        month_before.hh_type = 'alleviated' AS was_alleviated,
        month_before.mon_type IS NOT NULL AS was_monitored,
        COALESCE(month_before.risk_status, '') = 'active' AS was_active,
        present.clear_mode = 'helped'
        AND (EXTRACT(YEAR FROM present.cleared_month) - EXTRACT(YEAR FROM present.identified_month)) * 12
        + EXTRACT(MONTH FROM present.cleared_month) - EXTRACT(MONTH FROM present.identified_month)
        < early.months AS is_early
    FROM present
    FULL OUTER JOIN month_before ON present.hh_id = month_before.hh_id AND present.stat_month = month_before.stat_month
    CROSS JOIN early
)

SELECT
    moves.stat_month,
    moves.town_code,
    moves.division_code,
    COUNT(*) FILTER (WHERE is_new) AS new_monitored_hh__ytd,
    CAST(SUM(CASE WHEN is_new THEN hh_persons ELSE 0 END) AS BIGINT) AS new_monitored_persons__ytd,
    COUNT(*) FILTER (WHERE is_new AND mon_type = 'unstable') AS new_monitored_hh__unstable__ytd,
    CAST(SUM(CASE WHEN is_new AND mon_type = 'unstable' THEN hh_persons ELSE 0 END) AS BIGINT)
        AS new_monitored_persons__unstable__ytd,
    COUNT(*) FILTER (WHERE is_new AND mon_type = 'marginal') AS new_monitored_hh__marginal__ytd,
    CAST(SUM(CASE WHEN is_new AND mon_type = 'marginal' THEN hh_persons ELSE 0 END) AS BIGINT)
        AS new_monitored_persons__marginal__ytd,
    COUNT(*) FILTER (WHERE is_new AND mon_type = 'sudden') AS new_monitored_hh__sudden__ytd,
    CAST(SUM(CASE WHEN is_new AND mon_type = 'sudden' THEN hh_persons ELSE 0 END) AS BIGINT)
        AS new_monitored_persons__sudden__ytd,
    COUNT(*) FILTER (WHERE is_cleared) AS cleared_hh_in_year__ytd,
    CAST(SUM(CASE WHEN is_cleared THEN hh_persons ELSE 0 END) AS BIGINT) AS cleared_persons_in_year__ytd,
    COUNT(*) FILTER (WHERE is_cleared AND mon_type = 'unstable') AS cleared_hh_in_year__unstable__ytd,
    CAST(SUM(CASE WHEN is_cleared AND mon_type = 'unstable' THEN hh_persons ELSE 0 END) AS BIGINT)
        AS cleared_persons_in_year__unstable__ytd,
    COUNT(*) FILTER (WHERE is_cleared AND mon_type = 'marginal') AS cleared_hh_in_year__marginal__ytd,
    CAST(SUM(CASE WHEN is_cleared AND mon_type = 'marginal' THEN hh_persons ELSE 0 END) AS BIGINT)
        AS cleared_persons_in_year__marginal__ytd,
    COUNT(*) FILTER (WHERE is_cleared AND mon_type = 'sudden') AS cleared_hh_in_year__sudden__ytd,
    CAST(SUM(CASE WHEN is_cleared AND mon_type = 'sudden' THEN hh_persons ELSE 0 END) AS BIGINT)
        AS cleared_persons_in_year__sudden__ytd,
    COUNT(*) FILTER (WHERE is_rollback) AS rollback_hh__ytd,
    CAST(SUM(CASE WHEN is_rollback THEN hh_persons ELSE 0 END) AS BIGINT) AS rollback_persons__ytd,
    COUNT(*) FILTER (WHERE is_gone AND (was_alleviated OR was_monitored)) AS natural_decrease_hh__ytd,
    COUNT(*) FILTER (WHERE is_gone AND was_alleviated) AS alleviated_natural_decrease_hh__ytd,
    COUNT(*) FILTER (WHERE is_gone AND was_monitored) AS monitored_natural_decrease_hh__ytd,
    COUNT(*) FILTER (WHERE is_gone AND was_active) AS monitored_natural_decrease_hh__active__ytd,
    COUNT(*) FILTER (WHERE is_cleared AND is_early) AS early_clear__ytd
FROM moves
INNER JOIN comparable ON moves.stat_month = comparable.stat_month AND moves.town_code = comparable.town_code
GROUP BY
    moves.stat_month,
    moves.town_code,
    moves.division_code
ORDER BY
    moves.stat_month,
    moves.division_code
