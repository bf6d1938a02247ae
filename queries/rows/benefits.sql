-- title:   待遇和救助金额背后的每一笔发放
-- grain:   one row per payment of the year so far, and of fund_cases one row per claim of 防贫保
-- params:  $area VARCHAR, $month DATE
--          $indicator VARCHAR       dibao_amount, tekun_amount, relief_amount or fund_cases
-- columns: hh_key VARCHAR, village_name VARCHAR, benefit_name VARCHAR, paid_month DATE, paid_amount DOUBLE,
--          amount DOUBLE, dropped_by VARCHAR
-- units:   paid_amount = 元, NULL of a claim; amount = the 元, or 1 a case of fund_cases
-- reads:   scoped.benefit, scoped.insurance_claim, scoped.division
WITH outside AS (
    SELECT division_code
    FROM scoped.division
    WHERE
        level = 4
        AND NOT in_county_total
        AND LENGTH($area) = 6
),

cases AS (
    SELECT
        benefit_id AS case_id,
        hh_key,
        division_code,
        CASE scheme
            WHEN 'dibao' THEN '低保金'
            WHEN 'tekun' THEN '特困供养金'
            WHEN 'temporary' THEN '临时救助'
            WHEN 'relief_fund' THEN '防返贫基金'
            ELSE '防贫保'
        END AS benefit_name,
        pay_month AS paid_month,
        CAST(amount AS DOUBLE) AS paid_amount
    FROM scoped.benefit
    WHERE
        pay_month >= CAST(DATE_TRUNC('year', CAST($month AS DATE)) AS DATE)
        AND pay_month <= $month
        AND (
            ($indicator = 'dibao_amount' AND scheme = 'dibao')
            OR ($indicator = 'tekun_amount' AND scheme = 'tekun')
            OR ($indicator = 'relief_amount' AND scheme = 'temporary')
            OR ($indicator = 'fund_cases' AND scheme IN ('relief_fund', 'relief_insurance'))
        )
        AND division_code LIKE $area || '%'
        AND town_code NOT IN (SELECT o.division_code FROM outside AS o)
    UNION ALL
    SELECT
        claim_id AS case_id,
        hh_key,
        division_code,
        '防贫保' AS benefit_name,
        CAST(DATE_TRUNC('month', event_date) AS DATE) AS paid_month,
        CAST(NULL AS DOUBLE) AS paid_amount
    FROM scoped.insurance_claim
    WHERE
        $indicator = 'fund_cases'
        AND policy = '防贫保'
        AND event_date >= CAST(DATE_TRUNC('year', CAST($month AS DATE)) AS DATE)
        AND event_date < CAST($month + INTERVAL '1' MONTH AS DATE)
        AND division_code LIKE $area || '%'
        AND town_code NOT IN (SELECT o.division_code FROM outside AS o)
)

SELECT
    c.hh_key,
    v.name AS village_name,
    c.benefit_name,
    c.paid_month,
    c.paid_amount,
    CASE WHEN $indicator = 'fund_cases' THEN 1.0E0 ELSE c.paid_amount END AS amount,
    CAST(NULL AS VARCHAR) AS dropped_by
FROM cases AS c
LEFT JOIN scoped.division AS v ON c.division_code = v.division_code
ORDER BY
    c.paid_month,
    c.case_id
