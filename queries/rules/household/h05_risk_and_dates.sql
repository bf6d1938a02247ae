-- title:   不符的: 监测对象的风险状态和日期齐全、有序
-- grain:   one row per fault
-- params:  $since DATE, $until DATE   first days of months, both included
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said = the month that is wrong; wanted = the kind of fault; a household may have several
-- reads:   scoped.household_month
WITH told AS (
    SELECT
        source_id,
        source_row,
        stat_month,
        town_code,
        division_code,
        hh_id,
        hh_key,
        mon_type,
        risk_status,
        identified_month,
        cleared_month
    FROM scoped.household_month
    WHERE
        stat_month BETWEEN $since AND $until
        AND (mon_type IS NOT NULL OR risk_status IS NOT NULL)
)

SELECT
    told.source_id,
    told.source_row,
    told.stat_month,
    told.town_code,
    told.division_code,
    told.hh_key,
    told.hh_key AS object_key,
    kinds.column_name,
    CASE
        WHEN kinds.kind = 'identified_later' THEN CAST(told.identified_month AS VARCHAR)
        WHEN kinds.kind IN ('cleared_later', 'before') THEN CAST(told.cleared_month AS VARCHAR)
    END AS said,
    kinds.kind AS wanted
FROM told
INNER JOIN (
    VALUES
    ('not_monitored', 'risk_status'),
    ('no_status', 'risk_status'),
    ('no_date', 'cleared_month'),
    ('not_cleared', 'cleared_month'),
    ('no_identified', 'identified_month'),
    ('identified_later', 'identified_month'),
    ('cleared_later', 'cleared_month'),
    ('before', 'cleared_month')
) AS kinds (kind, column_name)
    ON
        CASE
            WHEN told.mon_type IS NULL THEN kinds.kind = 'not_monitored'
            WHEN kinds.kind = 'no_status' THEN told.risk_status IS NULL
            WHEN kinds.kind = 'no_date' THEN told.risk_status = 'cleared' AND told.cleared_month IS NULL
            WHEN kinds.kind = 'not_cleared' THEN told.risk_status = 'active' AND told.cleared_month IS NOT NULL
            WHEN kinds.kind = 'no_identified' THEN told.identified_month IS NULL
            WHEN kinds.kind = 'identified_later' THEN told.identified_month > told.stat_month
            WHEN kinds.kind = 'cleared_later' THEN told.cleared_month > told.stat_month
            WHEN kinds.kind = 'before' THEN told.cleared_month < told.identified_month
            ELSE FALSE
        END
ORDER BY
    told.stat_month,
    told.hh_id,
    kinds.kind
