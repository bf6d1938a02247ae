-- title:   发现、认领、报结、核验、销号依次进行
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
    CASE
        WHEN t.claimed_at < t.found_at THEN 'claimed_at' WHEN t.submitted_at < t.claimed_at THEN 'submitted_at' WHEN
            t.verified_at < t.submitted_at
            THEN 'verified_at'
        ELSE 'closed_at'
    END AS column_name,
    CAST(
        CASE
            WHEN t.claimed_at < t.found_at THEN t.claimed_at WHEN
                t.submitted_at < t.claimed_at
                THEN t.submitted_at
            WHEN t.verified_at < t.submitted_at THEN t.verified_at ELSE t.closed_at
        END AS VARCHAR
    ) AS said,
    CAST(
        CASE
            WHEN t.claimed_at < t.found_at THEN t.found_at WHEN t.submitted_at < t.claimed_at THEN t.claimed_at WHEN
                t.verified_at < t.submitted_at
                THEN t.submitted_at
            ELSE t.verified_at
        END AS VARCHAR
    ) AS wanted
FROM scoped.issue_rectification AS t
WHERE
    (
        t.claimed_at < t.found_at
        OR t.submitted_at < t.claimed_at
        OR t.verified_at < t.submitted_at
        OR t.closed_at < t.verified_at
    )
ORDER BY
    t.issue_id
