-- title:   预警的凭据: 这个地方本年逐月的支出进度
-- grain:   one row per month of the year up to the month, from the first allocation on
-- params:  $object VARCHAR   code of an area
--          $month DATE
-- columns: stat_month DATE, paid DOUBLE, allocated DOUBLE, progress DOUBLE, gap DOUBLE
-- units:   元; progress, gap 0..1
-- reads:   mart.indicator_month
SELECT
    progress.stat_month,
    progress.numerator AS paid,
    progress.denominator AS allocated,
    progress.value AS progress,
    gap.value AS gap
FROM mart.indicator_month AS progress
LEFT JOIN mart.indicator_month AS gap
    ON
        progress.area_code = gap.area_code
        AND progress.stat_month = gap.stat_month
        AND gap.indicator_id = 'progress_gap'
WHERE
    progress.area_code = $object
    AND progress.indicator_id = 'disbursement_progress'
    AND progress.denominator > 0
    AND progress.stat_month BETWEEN CAST(DATE_TRUNC('year', $month) AS DATE) AND $month
ORDER BY progress.stat_month
