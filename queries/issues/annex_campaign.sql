-- title:   附件用的行动名称: 当月正在进行的专项行动
-- grain:   one row, or none where no campaign runs in the month; of several the one that began last
-- params:  $month DATE
-- columns: campaign_id VARCHAR, campaign_name VARCHAR
-- units:   -
-- reads:   scoped.campaign
SELECT
    campaign_id,
    campaign_name
FROM scoped.campaign
WHERE
    start_date < CAST($month + INTERVAL '1' MONTH AS DATE)
    AND end_date >= $month
ORDER BY
    start_date DESC,
    campaign_id ASC
LIMIT 1
