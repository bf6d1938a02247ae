-- title:   脱贫户和监测对象的存量, 按村和月
-- grain:   one row per village and month; a village without a household row has none (its township's sum fills it)
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          alleviated_hh BIGINT, alleviated_persons BIGINT, alleviated_hh__stable BIGINT,
--          alleviated_persons__stable BIGINT, monitored_hh_total BIGINT, monitored_persons_total BIGINT,
--          monitored_hh_total__unstable BIGINT, monitored_persons_total__unstable BIGINT,
--          monitored_hh_total__marginal BIGINT, monitored_persons_total__marginal BIGINT,
--          monitored_hh_total__sudden BIGINT, monitored_persons_total__sudden BIGINT, monitored_hh_active BIGINT,
--          monitored_persons_active BIGINT, monitored_hh_active__unstable BIGINT,
--          monitored_persons_active__unstable BIGINT, monitored_hh_active__marginal BIGINT,
--          monitored_persons_active__marginal BIGINT, monitored_hh_active__sudden BIGINT,
--          monitored_persons_active__sudden BIGINT, monitored_hh_cleared BIGINT, monitored_persons_cleared BIGINT,
--          monitored_hh_cleared__unstable BIGINT, monitored_persons_cleared__unstable BIGINT,
--          monitored_hh_cleared__marginal BIGINT, monitored_persons_cleared__marginal BIGINT,
--          monitored_hh_cleared__sudden BIGINT, monitored_persons_cleared__sudden BIGINT
-- units:   _hh = 户, _persons = 人 (hh_persons of the month); _active = 未消除风险, _cleared = 已消除风险
-- reads:   scoped.household_month
SELECT
    stat_month,
    town_code,
    division_code,
    COUNT(*) FILTER (WHERE hh_type = 'alleviated') AS alleviated_hh,
    CAST(SUM(CASE WHEN hh_type = 'alleviated' THEN hh_persons ELSE 0 END) AS BIGINT) AS alleviated_persons,
    COUNT(*) FILTER (WHERE hh_type = 'alleviated' AND mon_type IS NULL) AS alleviated_hh__stable,
    CAST(SUM(CASE WHEN hh_type = 'alleviated' AND mon_type IS NULL THEN hh_persons ELSE 0 END) AS BIGINT)
        AS alleviated_persons__stable,
    COUNT(*) FILTER (WHERE mon_type IS NOT NULL) AS monitored_hh_total,
    CAST(SUM(CASE WHEN mon_type IS NOT NULL THEN hh_persons ELSE 0 END) AS BIGINT) AS monitored_persons_total,
    COUNT(*) FILTER (WHERE mon_type = 'unstable') AS monitored_hh_total__unstable,
    CAST(SUM(CASE WHEN mon_type = 'unstable' THEN hh_persons ELSE 0 END) AS BIGINT)
        AS monitored_persons_total__unstable,
    COUNT(*) FILTER (WHERE mon_type = 'marginal') AS monitored_hh_total__marginal,
    CAST(SUM(CASE WHEN mon_type = 'marginal' THEN hh_persons ELSE 0 END) AS BIGINT)
        AS monitored_persons_total__marginal,
    COUNT(*) FILTER (WHERE mon_type = 'sudden') AS monitored_hh_total__sudden,
    CAST(SUM(CASE WHEN mon_type = 'sudden' THEN hh_persons ELSE 0 END) AS BIGINT) AS monitored_persons_total__sudden,
    COUNT(*) FILTER (WHERE risk_status = 'active') AS monitored_hh_active,
    CAST(SUM(CASE WHEN risk_status = 'active' THEN hh_persons ELSE 0 END) AS BIGINT) AS monitored_persons_active,
    COUNT(*) FILTER (WHERE mon_type = 'unstable' AND risk_status = 'active') AS monitored_hh_active__unstable,
    CAST(SUM(CASE WHEN mon_type = 'unstable' AND risk_status = 'active' THEN hh_persons ELSE 0 END) AS BIGINT)
        AS monitored_persons_active__unstable,
    COUNT(*) FILTER (WHERE mon_type = 'marginal' AND risk_status = 'active') AS monitored_hh_active__marginal,
    CAST(SUM(CASE WHEN mon_type = 'marginal' AND risk_status = 'active' THEN hh_persons ELSE 0 END) AS BIGINT)
        AS monitored_persons_active__marginal,
    COUNT(*) FILTER (WHERE mon_type = 'sudden' AND risk_status = 'active') AS monitored_hh_active__sudden,
    CAST(SUM(CASE WHEN mon_type = 'sudden' AND risk_status = 'active' THEN hh_persons ELSE 0 END) AS BIGINT)
        AS monitored_persons_active__sudden,
    COUNT(*) FILTER (WHERE risk_status = 'cleared') AS monitored_hh_cleared,
    CAST(SUM(CASE WHEN risk_status = 'cleared' THEN hh_persons ELSE 0 END) AS BIGINT) AS monitored_persons_cleared,
    COUNT(*) FILTER (WHERE mon_type = 'unstable' AND risk_status = 'cleared') AS monitored_hh_cleared__unstable,
    CAST(SUM(CASE WHEN mon_type = 'unstable' AND risk_status = 'cleared' THEN hh_persons ELSE 0 END) AS BIGINT)
        AS monitored_persons_cleared__unstable,
    COUNT(*) FILTER (WHERE mon_type = 'marginal' AND risk_status = 'cleared') AS monitored_hh_cleared__marginal,
    CAST(SUM(CASE WHEN mon_type = 'marginal' AND risk_status = 'cleared' THEN hh_persons ELSE 0 END) AS BIGINT)
        AS monitored_persons_cleared__marginal,
    COUNT(*) FILTER (WHERE mon_type = 'sudden' AND risk_status = 'cleared') AS monitored_hh_cleared__sudden,
    CAST(SUM(CASE WHEN mon_type = 'sudden' AND risk_status = 'cleared' THEN hh_persons ELSE 0 END) AS BIGINT)
        AS monitored_persons_cleared__sudden
FROM scoped.household_month
WHERE stat_month BETWEEN $from_month AND $to_month
GROUP BY
    stat_month,
    town_code,
    division_code
ORDER BY
    stat_month,
    division_code
