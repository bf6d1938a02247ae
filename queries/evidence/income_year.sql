-- title:   预警的凭据: 年度收入
-- grain:   one row per row of the table that the object names
-- params:  $object VARCHAR   hh_key, or its own number
--          $month DATE
-- columns: hh_key VARCHAR, town_name VARCHAR, village_name VARCHAR, income_year BIGINT, window_type VARCHAR,
--          caliber VARCHAR, wage DOUBLE, wage_public_post DOUBLE, operating DOUBLE, property DOUBLE,
--          property_asset_dividend DOUBLE, transfer DOUBLE, transfer_pension DOUBLE, transfer_dibao DOUBLE,
--          transfer_tekun DOUBLE, transfer_family_planning DOUBLE, transfer_eco DOUBLE,
--          transfer_industry_reward DOUBLE, transfer_job_reward DOUBLE, transfer_other DOUBLE,
--          operating_expense DOUBLE, expense_subsidy DOUBLE, net_total DOUBLE, persons_year BIGINT,
--          net_per_capita DOUBLE, insurance_payout DOUBLE, compliant_self_paid DOUBLE
-- units:   as in the table, 元, 0..1
-- reads:   scoped.income_year, scoped.division
SELECT
    one.hh_key,
    town.name AS town_name,
    village.name AS village_name,
    CAST(one.income_year AS BIGINT) AS income_year,
    one.window_type,
    one.caliber,
    CAST(one.wage AS DOUBLE) AS wage,
    CAST(one.wage_public_post AS DOUBLE) AS wage_public_post,
    CAST(one.operating AS DOUBLE) AS operating,
    CAST(one.property AS DOUBLE) AS property,
    CAST(one.property_asset_dividend AS DOUBLE) AS property_asset_dividend,
    CAST(one.transfer AS DOUBLE) AS transfer,
    CAST(one.transfer_pension AS DOUBLE) AS transfer_pension,
    CAST(one.transfer_dibao AS DOUBLE) AS transfer_dibao,
    CAST(one.transfer_tekun AS DOUBLE) AS transfer_tekun,
    CAST(one.transfer_family_planning AS DOUBLE) AS transfer_family_planning,
    CAST(one.transfer_eco AS DOUBLE) AS transfer_eco,
    CAST(one.transfer_industry_reward AS DOUBLE) AS transfer_industry_reward,
    CAST(one.transfer_job_reward AS DOUBLE) AS transfer_job_reward,
    CAST(one.transfer_other AS DOUBLE) AS transfer_other,
    CAST(one.operating_expense AS DOUBLE) AS operating_expense,
    CAST(one.expense_subsidy AS DOUBLE) AS expense_subsidy,
    CAST(one.net_total AS DOUBLE) AS net_total,
    CAST(one.persons_year AS BIGINT) AS persons_year,
    CAST(one.net_per_capita AS DOUBLE) AS net_per_capita,
    CAST(one.insurance_payout AS DOUBLE) AS insurance_payout,
    CAST(one.compliant_self_paid AS DOUBLE) AS compliant_self_paid
FROM scoped.income_year AS one
LEFT JOIN scoped.division AS town ON one.town_code = town.division_code
LEFT JOIN scoped.division AS village ON one.division_code = village.division_code
WHERE
    (one.hh_key = $object)
    AND one.income_year BETWEEN EXTRACT(YEAR FROM $month) - 2 AND EXTRACT(YEAR FROM $month)
ORDER BY
    one.hh_id,
    one.income_year,
    one.window_type
LIMIT 200
