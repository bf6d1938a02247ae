-- title:   登记享受低保、特困的户，当月有发放记录
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.person_month, scoped.benefit
SELECT
    t.source_id,
    t.source_row,
    t.stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    CASE WHEN t.tekun IN ('rural', 'urban') THEN 'tekun' ELSE 'dibao' END AS column_name,
    CASE WHEN t.tekun IN ('rural', 'urban') THEN t.tekun ELSE t.dibao END AS said,
    CASE WHEN t.tekun IN ('rural', 'urban') THEN 'tekun' ELSE 'dibao' END AS wanted
FROM scoped.person_month AS t
WHERE
    t.stat_month BETWEEN $since AND $until
    AND t.in_household
    AND (t.dibao IN ('rural', 'urban') OR t.tekun IN ('rural', 'urban'))
    AND EXISTS (
        SELECT 1
        FROM scoped.benefit AS m
        WHERE
            m.town_code = t.town_code
            AND m.pay_month = t.stat_month
            AND m.scheme = CASE WHEN t.tekun IN ('rural', 'urban') THEN 'tekun' ELSE 'dibao' END
    )
    AND NOT EXISTS (
        SELECT 1
        FROM scoped.benefit AS b
        WHERE
            b.hh_id = t.hh_id
            AND b.pay_month = t.stat_month
            AND b.scheme = CASE WHEN t.tekun IN ('rural', 'urban') THEN 'tekun' ELSE 'dibao' END
    )
ORDER BY
    t.stat_month,
    t.person_id
