-- title:   整户无劳动力的监测户享受低保或特困
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.household_month, scoped.person_month
SELECT
    t.source_id,
    t.source_row,
    t.stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'is_no_labour' AS column_name,
    CAST(NULL AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.household_month AS t
WHERE
    t.stat_month BETWEEN $since AND $until
    AND t.is_no_labour
    AND t.risk_status = 'active'
    AND EXISTS (
        SELECT 1 FROM scoped.person_month AS q
        WHERE q.hh_id = t.hh_id AND q.stat_month = t.stat_month
    )
    AND NOT EXISTS (
        SELECT 1
        FROM scoped.person_month AS p
        WHERE
            p.hh_id = t.hh_id
            AND p.stat_month = t.stat_month
            AND p.in_household
            AND (p.dibao IN ('rural', 'urban') OR p.tekun IN ('rural', 'urban'))
    )
ORDER BY
    t.stat_month,
    t.hh_id
