-- title:   设施: 建成多少, 现状, 有没有人管护
-- grain:   one row per kind of facility begun by the month's end
-- params:  $area VARCHAR, $month DATE
-- columns: facility_kind VARCHAR, facilities BIGINT, building BIGINT, good BIGINT, broken BIGINT, stopped BIGINT,
--          with_keeper BIGINT, without_keeper BIGINT, keeping_fund DOUBLE, invested DOUBLE, quantity DOUBLE,
--          quantity_unit VARCHAR, checked_in_year BIGINT
-- units:   counts = 处; the states are those last reported, a facility not finished at the month's end is being built;
--          keeper:
--          of those finished; money = 元 (keeping_fund a year); quantity in quantity_unit, empty where units differ;
--          checked_in_year = 处 checked since January
-- reads:   scoped.facility
WITH held AS (
    SELECT
        f.facility_kind,
        CASE
            WHEN f.finished_at IS NULL OR f.finished_at >= CAST($month + INTERVAL '1' MONTH AS DATE) THEN 'building'
            WHEN f.facility_state = 'building' THEN 'good'
            ELSE f.facility_state
        END AS facility_state,
        f.keeper,
        CAST(f.keeping_fund AS DOUBLE) AS keeping_fund,
        CAST(f.invested AS DOUBLE) AS invested,
        CAST(f.quantity AS DOUBLE) AS quantity,
        f.quantity_unit,
        f.checked_at
    FROM scoped.facility AS f
    WHERE
        COALESCE(f.started_at, f.finished_at) < CAST($month + INTERVAL '1' MONTH AS DATE)
        AND COALESCE(f.division_code, f.town_code) LIKE $area || '%'
)

SELECT
    facility_kind,
    COUNT(*) AS facilities,
    COUNT(CASE WHEN facility_state = 'building' THEN 1 END) AS building,
    COUNT(CASE WHEN facility_state = 'good' THEN 1 END) AS good,
    COUNT(CASE WHEN facility_state = 'broken' THEN 1 END) AS broken,
    COUNT(CASE WHEN facility_state = 'stopped' THEN 1 END) AS stopped,
    COUNT(CASE WHEN facility_state <> 'building' AND keeper IS NOT NULL THEN 1 END) AS with_keeper,
    COUNT(CASE WHEN facility_state <> 'building' AND keeper IS NULL THEN 1 END) AS without_keeper,
    SUM(keeping_fund) AS keeping_fund,
    SUM(invested) AS invested,
    CASE WHEN COUNT(DISTINCT quantity_unit) = 1 THEN SUM(quantity) END AS quantity,
    CASE WHEN COUNT(DISTINCT quantity_unit) = 1 THEN MAX(quantity_unit) END AS quantity_unit,
    COUNT(
        CASE
            WHEN
                checked_at >= CAST(DATE_TRUNC('year', $month) AS DATE)
                AND checked_at < CAST($month + INTERVAL '1' MONTH AS DATE)
                THEN 1
        END
    ) AS checked_in_year
FROM held
GROUP BY facility_kind
ORDER BY
    facilities DESC,
    facility_kind ASC
