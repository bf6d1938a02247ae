-- title:   不符的: 不同户的联系电话不同
-- grain:   one row per fault
-- params:  $since DATE, $until DATE   first days of months, both included
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said = the number; wanted = 户 of the township that tell it
-- reads:   scoped.household_month, scoped.threshold
WITH limits AS (
    SELECT
        COALESCE(
            MAX(warn) FILTER (WHERE name = 'phone_shared_households' AND division_code IS NOT NULL),
            MAX(warn) FILTER (WHERE name = 'phone_shared_households')
        ) AS most
    FROM scoped.threshold
),

counted AS (
    SELECT
        source_id,
        source_row,
        stat_month,
        town_code,
        division_code,
        hh_id,
        hh_key,
        phone,
        COUNT(*) OVER (PARTITION BY stat_month, town_code, phone) AS households
    FROM scoped.household_month
    WHERE
        stat_month BETWEEN $since AND $until
        AND phone IS NOT NULL
)

SELECT
    counted.source_id,
    counted.source_row,
    counted.stat_month,
    counted.town_code,
    counted.division_code,
    counted.hh_key,
    counted.hh_key AS object_key,
    'phone' AS column_name,
    counted.phone AS said,
    CAST(counted.households AS VARCHAR) AS wanted
FROM counted
CROSS JOIN limits
WHERE counted.households >= limits.most
ORDER BY
    counted.stat_month,
    counted.hh_id
