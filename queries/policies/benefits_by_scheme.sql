-- title:   待遇和补贴发放: 本月、上月、本年, 按项目
-- grain:   one row per scheme with a payment in the year so far or in the month before
-- params:  $area VARCHAR, $month DATE
-- columns: scheme VARCHAR, recipients BIGINT, amount DOUBLE, households BIGINT, last_recipients BIGINT,
--          last_amount DOUBLE, year_recipients BIGINT, year_amount DOUBLE, per_head DOUBLE
-- units:   recipients = 人 (户 where a payment is made to the household), each once; households = 户 of the month;
--          amount = 元 of the month; last_* = of the month before; year_* = January to the month; per_head = 元 of
--          the month. 低保、特困、临时救助、孤儿、残疾人两项补贴; rewards and insurance are told elsewhere
-- reads:   scoped.benefit, scoped.division
WITH outside AS (
    SELECT division_code
    FROM scoped.division
    WHERE
        level = 4
        AND NOT in_county_total
        AND LENGTH($area) = 6
),

paid AS (
    SELECT
        scheme,
        COALESCE(person_id, hh_id) AS recipient,
        hh_id,
        pay_month,
        pay_month = $month AS is_now,
        pay_month = CAST($month - INTERVAL '1' MONTH AS DATE) AS is_last,
        pay_month >= CAST(DATE_TRUNC('year', CAST($month AS DATE)) AS DATE) AS is_year,
        CAST(amount AS DOUBLE) AS amount
    FROM scoped.benefit
    WHERE
        scheme IN ('dibao', 'tekun', 'temporary', 'orphan', 'disabled_living', 'disabled_nursing')
        AND pay_month <= $month
        AND pay_month >= LEAST(
            CAST(DATE_TRUNC('year', CAST($month AS DATE)) AS DATE), CAST($month - INTERVAL '1' MONTH AS DATE)
        )
        AND division_code LIKE $area || '%'
        AND town_code NOT IN (SELECT o.division_code FROM outside AS o)
)

SELECT
    scheme,
    CAST(COUNT(DISTINCT CASE WHEN is_now THEN recipient END) AS BIGINT) AS recipients,
    CAST(SUM(CASE WHEN is_now THEN amount ELSE 0 END) AS DOUBLE) AS amount,
    CAST(COUNT(DISTINCT CASE WHEN is_now THEN hh_id END) AS BIGINT) AS households,
    CAST(COUNT(DISTINCT CASE WHEN is_last THEN recipient END) AS BIGINT) AS last_recipients,
    CAST(SUM(CASE WHEN is_last THEN amount ELSE 0 END) AS DOUBLE) AS last_amount,
    CAST(COUNT(DISTINCT CASE WHEN is_year THEN recipient END) AS BIGINT) AS year_recipients,
    CAST(SUM(CASE WHEN is_year THEN amount ELSE 0 END) AS DOUBLE) AS year_amount,
    SUM(CASE WHEN is_now THEN amount END) / NULLIF(COUNT(DISTINCT CASE WHEN is_now THEN recipient END), 0) AS per_head
FROM paid
GROUP BY scheme
ORDER BY
    CASE scheme
        WHEN 'dibao' THEN 1
        WHEN 'tekun' THEN 2
        WHEN 'temporary' THEN 3
        WHEN 'orphan' THEN 4
        WHEN 'disabled_living' THEN 5
        ELSE 6
    END
