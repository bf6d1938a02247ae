-- title:   整改状态与日期相符
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.issue_rectification
SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    t.town_code,
    t.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.issue_id AS object_key,
    'state' AS column_name,
    t.state AS said,
    CASE
        WHEN
            t.state IN ('claimed', 'rectifying', 'submitted', 'verified', 'closed')
            THEN CASE WHEN t.closed_at IS NOT NULL AND t.state <> 'closed' THEN 'ahead' ELSE 'missing' END
        ELSE 'ahead'
    END AS wanted
FROM scoped.issue_rectification AS t
WHERE
    (
        (t.state IN ('claimed', 'rectifying') AND t.claimed_at IS NULL)
        OR (t.state = 'submitted' AND t.submitted_at IS NULL)
        OR (t.state = 'verified' AND t.verified_at IS NULL)
        OR (t.state = 'closed' AND t.closed_at IS NULL)
        OR (t.state IN ('found', 'claimed', 'rectifying', 'submitted', 'verified') AND t.closed_at IS NOT NULL)
    )
ORDER BY
    t.issue_id
