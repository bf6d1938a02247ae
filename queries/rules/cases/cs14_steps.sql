-- title:   不符的: 个案按规定的步骤流转
-- grain:   one row per fault
-- params:  $until DATE   first day of the last month
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said, wanted = states; cases as they stand, under the month $until
-- reads:   scoped.case_event
SELECT
    one.source_id,
    one.source_row,
    CAST($until AS DATE) AS stat_month,
    one.town_code,
    CAST(NULL AS VARCHAR) AS division_code,
    one.hh_key,
    one.hh_key AS object_key,
    'to_state' AS column_name,
    one.from_state AS said,
    one.to_state AS wanted
FROM scoped.case_event AS one
WHERE
    one.from_state IS NOT NULL
    AND CONCAT(one.from_state, '>', one.to_state) NOT IN (
        'CLUE>VERIFY',
        'CLUE>CLUE_DISMISSED',
        'CLUE_DISMISSED>VERIFY',
        'VERIFY>COMPARE',
        'VERIFY>NOT_ADMITTED',
        'VERIFY>CLUE_DISMISSED',
        'VERIFY>DISCUSS',
        'COMPARE>VERIFY',
        'COMPARE>DISCUSS',
        'COMPARE>NOT_ADMITTED',
        'DISCUSS>PUBLICIZE',
        'DISCUSS>NOT_ADMITTED',
        'PUBLICIZE>TOWN_REVIEW',
        'PUBLICIZE>OBJECTION',
        'OBJECTION>TOWN_REVIEW',
        'OBJECTION>NOT_ADMITTED',
        'TOWN_REVIEW>COUNTY_DECIDE',
        'TOWN_REVIEW>NOT_ADMITTED',
        'COUNTY_DECIDE>ANNOUNCE',
        'COUNTY_DECIDE>NOT_ADMITTED',
        'ANNOUNCE>SYSTEM_MARK',
        'SYSTEM_MARK>ACTIVE',
        'ACTIVE>CLR_VERIFY',
        'ACTIVE>NATURAL_EXIT',
        'CLR_VERIFY>CLR_DISCUSS',
        'CLR_VERIFY>ACTIVE',
        'CLR_DISCUSS>CLR_PUBLICIZE',
        'CLR_DISCUSS>ACTIVE',
        'CLR_PUBLICIZE>CLR_TOWN_REVIEW',
        'CLR_PUBLICIZE>ACTIVE',
        'CLR_TOWN_REVIEW>CLR_COUNTY_DECIDE',
        'CLR_TOWN_REVIEW>ACTIVE',
        'CLR_COUNTY_DECIDE>CLR_ANNOUNCE',
        'CLR_COUNTY_DECIDE>ACTIVE',
        'CLR_ANNOUNCE>CLR_MARK',
        'CLR_MARK>CLEARED',
        'CLEARED>ROLLBACK',
        'CLEARED>NATURAL_EXIT',
        'ROLLBACK>ACTIVE'
    )
ORDER BY one.case_id, one.seq
