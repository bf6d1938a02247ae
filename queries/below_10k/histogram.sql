-- title:   人均纯收入分布
-- grain:   one row per 1,000-yuan band that has a household; 30,000 and more is one band
-- params:  $area VARCHAR
--          $income_year INTEGER     status of the households is that of its December
-- columns: band_low DOUBLE, hh BIGINT, persons BIGINT, alleviated_hh BIGINT, monitored_hh BIGINT, no_labour_hh BIGINT
-- units:   band_low = 元 a person and year, the band's lower end (included); hh = 户 and persons = 人 that count:
--          alleviated (with labour, not monitored) and monitored (with labour); no_labour is not in hh
-- reads:   scoped.income_year, scoped.household_month
WITH incomes AS (
    SELECT hh_id, persons_year, CAST(net_per_capita AS DOUBLE) AS net_pc
    FROM scoped.income_year
    WHERE
        income_year = $income_year
        AND window_type <> 'rolling_12m_before_event'
        AND division_code LIKE $area || '%'
),

december AS (
    SELECT
        hh_id,
        CASE
            WHEN is_no_labour THEN 'no_labour'
            WHEN mon_type IS NOT NULL THEN 'monitored'
            WHEN hh_type = 'alleviated' THEN 'alleviated'
            ELSE 'not_listed'
        END AS pop_group
    FROM scoped.household_month
    WHERE stat_month = CAST(CAST($income_year AS VARCHAR) || '-12-01' AS DATE)
),

placed AS (
    SELECT
        LEAST(FLOOR(incomes.net_pc / 1000) * 1000, 30000) AS band_low,
        december.pop_group,
        incomes.persons_year
    FROM incomes
    INNER JOIN december ON incomes.hh_id = december.hh_id
    WHERE december.pop_group <> 'not_listed'
)

SELECT
    CAST(band_low AS DOUBLE) AS band_low,
    COUNT(*) FILTER (WHERE pop_group <> 'no_labour') AS hh,
    CAST(COALESCE(SUM(CASE WHEN pop_group <> 'no_labour' THEN persons_year END), 0) AS BIGINT) AS persons,
    COUNT(*) FILTER (WHERE pop_group = 'alleviated') AS alleviated_hh,
    COUNT(*) FILTER (WHERE pop_group = 'monitored') AS monitored_hh,
    COUNT(*) FILTER (WHERE pop_group = 'no_labour') AS no_labour_hh
FROM placed
GROUP BY band_low
ORDER BY band_low
