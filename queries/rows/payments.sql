-- title:   支出背后的每一笔支付
-- grain:   one row per payment of the budget year; amount adds up to the figure over the rows without dropped_by
-- params:  $area VARCHAR, $month DATE
--          $indicator VARCHAR       fund_paid, whole or by source; disbursement_progress on any base; progress_gap
-- columns: town_name VARCHAR, project_name VARCHAR, source VARCHAR, pay_date DATE, amount DOUBLE, dropped_by VARCHAR
-- units:   amount = 元, refunds negative
-- reads:   scoped.disbursement, scoped.project, scoped.division
SELECT
    town.name AS town_name,
    project.name AS project_name,
    paid.source,
    paid.pay_date,
    CAST(paid.amount AS DOUBLE) AS amount,
    CASE
        WHEN paid.pay_date >= CAST($month + INTERVAL '1' MONTH AS DATE) THEN 'not_yet_paid'
        WHEN
            REPLACE(REPLACE($indicator, '.arrived', ''), '.planned', '') LIKE '%.%'
            AND REPLACE(REPLACE($indicator, '.arrived', ''), '.planned', '') NOT LIKE '%.' || paid.source
            THEN 'other_source'
        WHEN
            REPLACE(REPLACE($indicator, '.arrived', ''), '.planned', '') NOT LIKE '%.%'
            AND paid.source NOT IN ('central', 'provincial', 'city', 'county')
            THEN 'not_fiscal'
    END AS dropped_by
FROM scoped.disbursement AS paid
LEFT JOIN scoped.project AS project ON paid.project_id = project.project_id
LEFT JOIN scoped.division AS town ON paid.town_code = town.division_code
WHERE
    paid.budget_year = EXTRACT(YEAR FROM $month)
    AND paid.town_code LIKE $area || '%'
ORDER BY
    paid.town_code,
    paid.pay_id
