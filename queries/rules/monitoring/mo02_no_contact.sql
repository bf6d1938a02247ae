-- title:   不符的: 监测对象有监测联系人和电话
-- grain:   one row per fault
-- params:  $since DATE, $until DATE   first days of months, both included
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   a file without the column at all says nothing of anybody, so nobody is asked
-- reads:   scoped.household_month
WITH told AS (
    SELECT
        source_id,
        source_row,
        stat_month,
        town_code,
        division_code,
        hh_id,
        hh_key,
        contact_name,
        contact_phone,
        COUNT(contact_name) OVER (PARTITION BY source_id, stat_month, town_code) AS names,
        COUNT(contact_phone) OVER (PARTITION BY source_id, stat_month, town_code) AS phones
    FROM scoped.household_month
    WHERE
        stat_month BETWEEN $since AND $until
        AND mon_type IS NOT NULL
)

SELECT
    source_id,
    source_row,
    stat_month,
    town_code,
    division_code,
    hh_key,
    hh_key AS object_key,
    CASE WHEN contact_name IS NULL THEN 'contact_name' ELSE 'contact_phone' END AS column_name,
    CAST(NULL AS VARCHAR) AS said,
    CASE WHEN contact_name IS NULL THEN 'name' ELSE 'phone' END AS wanted
FROM told
WHERE
    ((contact_name IS NULL AND names > 0) OR (contact_name IS NOT NULL AND contact_phone IS NULL AND phones > 0))
ORDER BY
    stat_month,
    hh_id
