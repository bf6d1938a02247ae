-- title:   一个项目的每一笔钱
-- grain:   one row per allocation or payment of the project up to the month's end
-- params:  $month DATE
--          $project VARCHAR
--          $kind VARCHAR            allocated, arrived or paid
-- columns: project_name VARCHAR, source VARCHAR, doc_no VARCHAR, at DATE, amount DOUBLE
-- units:   amount = 元
-- reads:   scoped.fund_allocation, scoped.disbursement, scoped.project
WITH entries AS (
    SELECT
        project_id,
        source,
        doc_no,
        CASE WHEN $kind = 'arrived' THEN arrived_at ELSE allocated_at END AS at,
        CAST(amount AS DOUBLE) AS amount,
        allocation_id AS entry_id
    FROM scoped.fund_allocation
    WHERE
        allocated_at < CAST($month + INTERVAL '1' MONTH AS DATE)
        AND (
            $kind = 'allocated'
            OR ($kind = 'arrived' AND arrived_at < CAST($month + INTERVAL '1' MONTH AS DATE))
        )
    UNION ALL
    SELECT
        project_id,
        source,
        CAST(NULL AS VARCHAR) AS doc_no,
        pay_date AS at,
        CAST(amount AS DOUBLE) AS amount,
        pay_id AS entry_id
    FROM scoped.disbursement
    WHERE $kind = 'paid' AND pay_date < CAST($month + INTERVAL '1' MONTH AS DATE)
)

SELECT
    project.name AS project_name,
    entries.source,
    entries.doc_no,
    entries.at,
    entries.amount
FROM entries
LEFT JOIN scoped.project AS project ON entries.project_id = project.project_id
WHERE entries.project_id = $project
ORDER BY entries.at, entries.entry_id
