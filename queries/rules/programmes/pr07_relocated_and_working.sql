-- title:   易地搬迁户的就业人数不超过劳动力，搬离不早于入住
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.relocation
SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    CASE
        WHEN t.employed_persons > t.able_persons THEN 'employed_persons'
        WHEN t.able_persons > t.relocated_persons THEN 'able_persons'
        ELSE 'left_at'
    END AS column_name,
    CASE
        WHEN t.employed_persons > t.able_persons THEN CAST(t.employed_persons AS VARCHAR)
        WHEN t.able_persons > t.relocated_persons THEN CAST(t.able_persons AS VARCHAR)
        ELSE CAST(t.left_at AS VARCHAR)
    END AS said,
    CASE
        WHEN t.employed_persons > t.able_persons THEN 'employed'
        WHEN t.able_persons > t.relocated_persons THEN 'able'
        ELSE 'left'
    END AS wanted
FROM scoped.relocation AS t
WHERE
    (
        t.employed_persons > t.able_persons
        OR t.able_persons > t.relocated_persons
        OR t.left_at < t.moved_in_at
    )
ORDER BY
    t.hh_key
