-- title:   该有人联系而没有的户: 没有帮扶责任人的脱贫户、没有监测联系人的未消除监测户
-- grain:   one row per household, in the order of the villages; cut at $limit
-- params:  $area VARCHAR, $month DATE, $limit INTEGER, $offset INTEGER
-- columns: hh_key VARCHAR, town_name VARCHAR, village_name VARCHAR, hh_type VARCHAR, mon_type VARCHAR, lack VARCHAR,
--          hh_persons INTEGER, total_rows BIGINT
-- units:   lack = helper, contact or both; a township that reported no helper at all has no household here for that
--          reason
-- reads:   scoped.household_month, scoped.division
WITH told AS (
    SELECT
        town_code,
        COUNT(helper_id) AS helpers,
        COUNT(CASE WHEN risk_status = 'active' THEN contact_name END) AS contacts
    FROM scoped.household_month
    WHERE stat_month = $month
    GROUP BY town_code
),

found AS (
    SELECT
        h.hh_key,
        h.town_code,
        h.division_code,
        h.hh_type,
        h.mon_type,
        h.hh_persons,
        h.hh_type = 'alleviated' AND h.helper_id IS NULL AND t.helpers > 0 AS no_helper,
        COALESCE(h.risk_status = 'active', FALSE) AND h.contact_name IS NULL AND t.contacts > 0 AS no_contact
    FROM scoped.household_month AS h
    INNER JOIN told AS t ON h.town_code = t.town_code
    WHERE
        h.stat_month = $month
        AND h.division_code LIKE $area || '%'
)

SELECT
    f.hh_key,
    town.short_name AS town_name,
    village.name AS village_name,
    f.hh_type,
    f.mon_type,
    CASE WHEN f.no_helper AND f.no_contact THEN 'both' WHEN f.no_helper THEN 'helper' ELSE 'contact' END AS lack,
    f.hh_persons,
    COUNT(*) OVER () AS total_rows
FROM found AS f
LEFT JOIN scoped.division AS village ON f.division_code = village.division_code
LEFT JOIN scoped.division AS town ON f.town_code = town.division_code
WHERE f.no_helper OR f.no_contact
ORDER BY
    f.division_code,
    f.hh_key
LIMIT $limit OFFSET $offset
