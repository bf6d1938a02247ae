-- title:   预警的凭据: 问题整改
-- grain:   one row per row of the table that the object names
-- params:  $object VARCHAR   its own number
--          $month DATE
-- columns: town_name VARCHAR, village_name VARCHAR, issue_id VARCHAR, source VARCHAR, source_doc VARCHAR,
--          source_year BIGINT, parent_issue_id VARCHAR, aspect VARCHAR, resp_unit VARCHAR, found_at DATE,
--          claimed_at DATE, due_at DATE, submitted_at DATE, verified_at DATE, closed_at DATE, measures BIGINT,
--          state VARCHAR, evidence_ref VARCHAR, long_term BOOLEAN, reopened_count BIGINT
-- units:   as in the table, 元, 0..1
-- reads:   scoped.issue_rectification, scoped.division
SELECT
    town.name AS town_name,
    village.name AS village_name,
    one.issue_id,
    one.source,
    one.source_doc,
    CAST(one.source_year AS BIGINT) AS source_year,
    one.parent_issue_id,
    one.aspect,
    one.resp_unit,
    one.found_at,
    one.claimed_at,
    one.due_at,
    one.submitted_at,
    one.verified_at,
    one.closed_at,
    CAST(one.measures AS BIGINT) AS measures,
    one.state,
    one.evidence_ref,
    one.long_term,
    CAST(one.reopened_count AS BIGINT) AS reopened_count
FROM scoped.issue_rectification AS one
LEFT JOIN scoped.division AS town ON one.town_code = town.division_code
LEFT JOIN scoped.division AS village ON one.division_code = village.division_code
WHERE
    (one.issue_id = $object OR one.division_code = $object)
    AND $month IS NOT NULL
ORDER BY
    one.issue_id
LIMIT 200
