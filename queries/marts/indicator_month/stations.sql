-- title:   光伏收益未分配, 按村和月
-- grain:   one row per village and month with a quarter of a station that is over
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, pv_undistributed DOUBLE
-- units:   元 received less distributed by the month's end, over all quarters on file; without a date at the end
--          of the quarter
-- reads:   scoped.photovoltaic_income, scoped.household_month
WITH months AS (
    SELECT
        stat_month,
        CAST(stat_month + INTERVAL '1' MONTH AS DATE) AS next_month,
        CAST(DATE_TRUNC('year', stat_month) AS DATE) AS new_year,
        EXTRACT(YEAR FROM stat_month) AS year_no,
        EXTRACT(MONTH FROM stat_month) AS month_no
    FROM scoped.household_month
    WHERE stat_month BETWEEN $from_month AND $to_month
    GROUP BY stat_month
),

quarters AS (
    SELECT
        town_code,
        division_code,
        year * 12 + quarter * 3 AS month_count,
        CAST(received AS DOUBLE) AS received,
        received_at,
        CAST(COALESCE(distributed, 0) AS DOUBLE) AS distributed,
        distributed_at
    FROM scoped.photovoltaic_income
)

SELECT
    months.stat_month,
    one.town_code,
    one.division_code,
    CAST(
        SUM(CASE WHEN one.received_at IS NULL OR one.received_at < months.next_month THEN one.received ELSE 0 END)
        - SUM(
            CASE
                WHEN one.distributed_at IS NULL OR one.distributed_at < months.next_month THEN one.distributed ELSE 0
            END
        )
        AS DOUBLE
    ) AS pv_undistributed
FROM months
INNER JOIN quarters AS one ON months.year_no * 12 + months.month_no >= one.month_count
GROUP BY
    months.stat_month,
    one.town_code,
    one.division_code
ORDER BY
    months.stat_month,
    one.town_code,
    one.division_code
