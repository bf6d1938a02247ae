-- title:   危房改造的下达、开工、竣工、验收依次进行
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.house_renovation
SELECT
    t.source_id,
    t.source_row,
    LEAST(CAST(CONCAT(CAST(t.year AS VARCHAR), '-12-01') AS DATE), $until) AS stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    CASE
        WHEN t.started_at < t.planned_at THEN 'started_at'
        WHEN t.finished_at < COALESCE(t.started_at, t.planned_at) THEN 'finished_at'
        ELSE 'accepted_at'
    END AS column_name,
    CASE
        WHEN t.started_at < t.planned_at THEN CAST(t.started_at AS VARCHAR)
        WHEN t.finished_at < COALESCE(t.started_at, t.planned_at) THEN CAST(t.finished_at AS VARCHAR)
        ELSE CAST(t.accepted_at AS VARCHAR)
    END AS said,
    CASE
        WHEN t.started_at < t.planned_at THEN 'started'
        WHEN t.finished_at < COALESCE(t.started_at, t.planned_at) THEN 'finished'
        ELSE 'accepted'
    END AS wanted
FROM scoped.house_renovation AS t
WHERE
    t.year BETWEEN EXTRACT(YEAR FROM $since) - 1 AND EXTRACT(YEAR FROM $until)
    AND (
        t.started_at < t.planned_at
        OR t.finished_at < COALESCE(t.started_at, t.planned_at)
        OR t.accepted_at < COALESCE(t.finished_at, t.started_at, t.planned_at)
    )
ORDER BY
    t.renovation_id
