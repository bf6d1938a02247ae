-- title:   农户每一项变化, 和变化的月份
-- grain:   one row per month and field that differs from the month before; latest first
-- params:  $hh VARCHAR, $month DATE
-- columns: stat_month DATE, field VARCHAR, before VARCHAR, after VARCHAR
-- units:   field = a column of household_month, or months_missing where the household was not in the files in between;
--          before, after = codes, dates as text, true and false; '' where nothing was told
-- reads:   mart.household_history
WITH months AS (
    SELECT
        stat_month,
        LAG(stat_month) OVER (ORDER BY stat_month) AS month_before,
        hh_persons,
        hh_type,
        mon_type,
        risk_status,
        CONCAT_WS(',', risk_1, risk_2, risk_3, risk_4, risk_5) AS risks,
        head_name,
        division_code,
        group_name,
        contact_name,
        is_no_labour,
        is_backstop,
        house_dilapidated,
        house_grade,
        water_safe,
        toilet,
        toilet_works,
        road_type,
        CAST(farmland_mu AS DOUBLE) AS farmland_mu
    FROM mart.household_history
    WHERE hh_key = $hh AND stat_month <= $month
),

fields AS (
    SELECT
        months.stat_month,
        names.field_no,
        names.field,
        names.is_first,
        COALESCE(
            CASE names.field
                WHEN 'hh_persons' THEN CAST(months.hh_persons AS VARCHAR)
                WHEN 'hh_type' THEN months.hh_type
                WHEN 'mon_type' THEN months.mon_type
                WHEN 'risk_status' THEN months.risk_status
                WHEN 'risk_1' THEN months.risks
                WHEN 'head_name' THEN months.head_name
                WHEN 'division_code' THEN months.division_code
                WHEN 'group_name' THEN months.group_name
                WHEN 'contact_name' THEN months.contact_name
                WHEN 'is_no_labour' THEN CAST(months.is_no_labour AS VARCHAR)
                WHEN 'is_backstop' THEN CAST(months.is_backstop AS VARCHAR)
                WHEN 'house_dilapidated' THEN CAST(months.house_dilapidated AS VARCHAR)
                WHEN 'house_grade' THEN months.house_grade
                WHEN 'water_safe' THEN CAST(months.water_safe AS VARCHAR)
                WHEN 'toilet' THEN CAST(months.toilet AS VARCHAR)
                WHEN 'toilet_works' THEN CAST(months.toilet_works AS VARCHAR)
                WHEN 'road_type' THEN months.road_type
                WHEN 'farmland_mu' THEN CAST(months.farmland_mu AS VARCHAR)
                WHEN 'months_missing'
                    THEN CASE
                        WHEN months.month_before < CAST(months.stat_month - INTERVAL '1' MONTH AS DATE)
                            THEN SUBSTR(CAST(months.month_before AS VARCHAR), 1, 7)
                    END
            END, ''
        ) AS told
    FROM months
    CROSS JOIN (
        VALUES
        (1, 'mon_type', FALSE), (2, 'risk_status', FALSE), (3, 'risk_1', FALSE), (4, 'hh_type', FALSE),
        (5, 'hh_persons', FALSE), (6, 'is_no_labour', FALSE), (7, 'is_backstop', FALSE), (8, 'head_name', FALSE),
        (9, 'contact_name', FALSE), (10, 'division_code', FALSE), (11, 'group_name', FALSE),
        (12, 'house_dilapidated', FALSE), (13, 'house_grade', FALSE), (14, 'water_safe', FALSE), (15, 'toilet', FALSE),
        (16, 'toilet_works', FALSE), (17, 'road_type', FALSE), (18, 'farmland_mu', FALSE), (19, 'months_missing', TRUE)
    ) AS names (field_no, field, is_first)
),

beside AS (
    SELECT
        stat_month,
        field_no,
        field,
        is_first,
        LAG(told) OVER (PARTITION BY field ORDER BY stat_month) AS before,
        told AS after
    FROM fields
)

SELECT
    stat_month,
    field,
    before,
    after
FROM beside
WHERE (NOT is_first AND before <> after) OR (is_first AND after <> '')
ORDER BY stat_month DESC, field_no ASC
