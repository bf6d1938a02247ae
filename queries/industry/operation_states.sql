-- title:   产业三档: 态势良好、存在风险、失败
-- grain:   one row per state, whether or not an industry is in it
-- params:  $area VARCHAR, $month DATE   the last quarter that had ended at the month's end, and the one reported before
--          it
-- columns: operation_state VARCHAR, industries BIGINT, earlier BIGINT, area_mu DOUBLE, output_value DOUBLE,
--          driven_hh BIGINT, without_rescue BIGINT, year INTEGER, quarter INTEGER
-- units:   industries, earlier, without_rescue = 个; area_mu = 亩; output_value = 元 of the year so far; driven_hh = 户, a
--          household in two industries twice; without_rescue = at risk or failed with nothing written of what is done
-- reads:   scoped.industry_operation
WITH held AS (
    SELECT
        o.operation_state,
        o.area_mu,
        o.output_value,
        o.driven_hh,
        o.rescue,
        o.year,
        o.quarter,
        DENSE_RANK() OVER (ORDER BY o.year DESC, o.quarter DESC) AS back
    FROM scoped.industry_operation AS o
    WHERE
        COALESCE(o.division_code, o.town_code) LIKE $area || '%'
        AND o.year * 12 + o.quarter * 3 <= EXTRACT(YEAR FROM $month) * 12 + EXTRACT(MONTH FROM $month)
)

SELECT
    n.operation_state,
    COUNT(CASE WHEN h.back = 1 AND h.operation_state = n.operation_state THEN 1 END) AS industries,
    CASE
        WHEN MAX(h.back) > 1 THEN COUNT(CASE WHEN h.back = 2 AND h.operation_state = n.operation_state THEN 1 END)
    END AS earlier,
    CAST(SUM(CASE WHEN h.back = 1 AND h.operation_state = n.operation_state THEN h.area_mu END) AS DOUBLE) AS area_mu,
    CAST(SUM(CASE WHEN h.back = 1 AND h.operation_state = n.operation_state THEN h.output_value END) AS DOUBLE)
        AS output_value,
    CAST(SUM(CASE WHEN h.back = 1 AND h.operation_state = n.operation_state THEN h.driven_hh END) AS BIGINT)
        AS driven_hh,
    COUNT(
        CASE
            WHEN h.back = 1 AND h.operation_state = n.operation_state AND n.state_no > 1 AND h.rescue IS NULL THEN 1
        END
    ) AS without_rescue,
    CAST(MAX(CASE WHEN h.back = 1 THEN h.year END) AS INTEGER) AS year,
    CAST(MAX(CASE WHEN h.back = 1 THEN h.quarter END) AS INTEGER) AS quarter
FROM (VALUES ('good', 1), ('at_risk', 2), ('failed', 3)) AS n (operation_state, state_no)
CROSS JOIN held AS h
GROUP BY
    n.operation_state,
    n.state_no
ORDER BY n.state_no
