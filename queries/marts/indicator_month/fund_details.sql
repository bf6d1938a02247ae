-- title:   产业占比和上年度驻村帮扶资金, 按乡镇和月
-- grain:   one row per township and month, in townships that report allocations, from the first one on
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, town_code VARCHAR, industry_share__num DOUBLE, industry_share__den DOUBLE,
--          stationed_support_fund DOUBLE
-- units:   元; industry_share over this year's central money whose industry part is told
-- reads:   scoped.fund_allocation, scoped.household_month, scoped.employment_month
WITH months AS (
    SELECT DISTINCT
        stat_month,
        CAST(stat_month + INTERVAL '1' MONTH AS DATE) AS next_month,
        EXTRACT(YEAR FROM stat_month) AS year_no
    FROM scoped.household_month
    WHERE stat_month BETWEEN $from_month AND $to_month
    UNION
    SELECT DISTINCT
        stat_month,
        CAST(stat_month + INTERVAL '1' MONTH AS DATE) AS next_month,
        EXTRACT(YEAR FROM stat_month) AS year_no
    FROM scoped.employment_month
    WHERE stat_month BETWEEN $from_month AND $to_month
),

first_years AS (
    SELECT MIN(budget_year) AS budget_year
    FROM scoped.fund_allocation
)

SELECT
    months.stat_month,
    one.town_code,
    CAST(
        SUM(
            CASE
                WHEN one.budget_year = months.year_no AND one.source = 'central'
                    THEN CAST(one.industry_amount AS DOUBLE)
            END
        ) AS DOUBLE
    ) AS industry_share__num,
    CAST(
        SUM(
            CASE
                WHEN
                    one.budget_year = months.year_no
                    AND one.source = 'central'
                    AND one.industry_amount IS NOT NULL
                    THEN CAST(one.amount AS DOUBLE)
            END
        ) AS DOUBLE
    ) AS industry_share__den,
    CASE
        WHEN first_years.budget_year < months.year_no
            THEN
                CAST(
                    SUM(
                        CASE
                            WHEN one.budget_year = months.year_no - 1 AND one.source = 'stationed'
                                THEN CAST(one.amount AS DOUBLE)
                            ELSE 0
                        END
                    ) AS DOUBLE
                )
    END AS stationed_support_fund
FROM months
INNER JOIN scoped.fund_allocation AS one ON months.next_month > one.allocated_at
CROSS JOIN first_years
GROUP BY
    months.stat_month,
    months.year_no,
    one.town_code,
    first_years.budget_year
ORDER BY
    months.stat_month,
    one.town_code
