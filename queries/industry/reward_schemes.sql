-- title:   产业、就业、创业奖补和其他到户补贴, 本年发了多少
-- grain:   one row per scheme that was paid this year or last
-- params:  $area VARCHAR, $month DATE
-- columns: scheme VARCHAR, hh BIGINT, payments BIGINT, yuan DOUBLE, last_year_hh BIGINT, last_year_yuan DOUBLE
-- units:   hh = 户 paid in the year up to the month, each once; payments = 笔; yuan = 元 paid; last_year = the same
--          months of last year, NULL when nothing of last year was reported
-- reads:   scoped.benefit
WITH spans AS (
    SELECT
        CAST(DATE_TRUNC('year', $month) AS DATE) AS new_year,
        CAST(DATE_TRUNC('year', $month) - INTERVAL '1' YEAR AS DATE) AS last_new_year,
        CAST($month - INTERVAL '1' YEAR AS DATE) AS last_month
),

payments AS (
    SELECT
        b.scheme,
        b.hh_key,
        b.pay_month >= s.new_year AS is_now,
        CAST(b.amount AS DOUBLE) AS yuan
    FROM scoped.benefit AS b
    CROSS JOIN spans AS s
    WHERE
        b.scheme IN ('reward_industry', 'reward_employment', 'reward_startup')
        AND b.division_code LIKE $area || '%'
        AND (b.pay_month BETWEEN s.new_year AND $month OR b.pay_month BETWEEN s.last_new_year AND s.last_month)
)

SELECT
    scheme,
    COUNT(DISTINCT CASE WHEN is_now THEN hh_key END) AS hh,
    COUNT(CASE WHEN is_now THEN 1 END) AS payments,
    COALESCE(SUM(CASE WHEN is_now THEN yuan END), 0.0E0) AS yuan,
    COUNT(DISTINCT CASE WHEN NOT is_now THEN hh_key END) AS last_year_hh,
    COALESCE(SUM(CASE WHEN NOT is_now THEN yuan END), 0.0E0) AS last_year_yuan
FROM payments
GROUP BY scheme
ORDER BY
    yuan DESC,
    scheme ASC
