-- title:   不符的: 时限依据在线索当时有效
-- grain:   one row per fault
-- params:  $until DATE   first day of the last month
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   cases as they stand, under the month $until
-- reads:   scoped.identification_case, scoped.sla_rule
SELECT
    one.source_id,
    one.source_row,
    CAST($until AS DATE) AS stat_month,
    one.town_code,
    one.division_code,
    one.hh_key,
    one.hh_key AS object_key,
    'sla_rule_id' AS column_name,
    one.sla_rule_id AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.identification_case AS one
LEFT JOIN scoped.sla_rule AS duty ON one.sla_rule_id = duty.sla_rule_id
WHERE
    duty.sla_rule_id IS NULL
    OR one.clue_at < duty.valid_from
    OR one.clue_at > duty.valid_to
ORDER BY one.case_id
