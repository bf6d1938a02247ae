-- title:   大事记: 一段时间里和一个区域有关的事, 以及区划变更
-- grain:   one row per event
-- params:  $area VARCHAR              county, township or village
--          $from_month DATE, $month DATE   both ends included
-- columns: note_id VARCHAR, division_code VARCHAR, start_date DATE, end_date DATE, text VARCHAR, old_name VARCHAR,
--          new_name VARCHAR, kind VARCHAR
-- units:   end_date empty for one day, or while it goes on; a change of borders has no text but both names
-- reads:   scoped.event_note, scoped.division_change, scoped.division, scoped.regime
WITH told AS (
    SELECT
        note_id,
        division_code,
        start_date,
        end_date,
        text,
        CAST(NULL AS VARCHAR) AS old_name,
        CAST(NULL AS VARCHAR) AS new_name,
        'event' AS kind
    FROM scoped.event_note
    WHERE
        start_date < CAST($month + INTERVAL '1' MONTH AS DATE)
        AND COALESCE(end_date, start_date) >= $from_month
        AND (division_code = '000000' OR $area LIKE division_code || '%' OR division_code LIKE $area || '%')
),

changed AS (
    SELECT
        one.old_code || '-' || one.new_code AS note_id,
        one.new_code AS division_code,
        one.changed_on AS start_date,
        CAST(NULL AS DATE) AS end_date,
        CAST(NULL AS VARCHAR) AS text,
        before.name AS old_name,
        after.name AS new_name,
        one.kind
    FROM scoped.division_change AS one
    LEFT JOIN scoped.division AS before ON one.old_code = before.division_code
    LEFT JOIN scoped.division AS after ON one.new_code = after.division_code
    WHERE
        one.changed_on < CAST($month + INTERVAL '1' MONTH AS DATE)
        AND one.changed_on >= $from_month
        AND CASE
            WHEN LENGTH($area) = 12 THEN $area IN (one.old_code, one.new_code)
            WHEN LENGTH($area) = 9 THEN LENGTH(one.new_code) = 9 AND $area IN (one.old_code, one.new_code)
            ELSE LENGTH(one.new_code) = 9
        END
),

regimes AS (
    -- The first regime of all begins nothing that a chart could show a break at.
    SELECT
        regime_code AS note_id,
        '000000' AS division_code,
        valid_from AS start_date,
        CAST(NULL AS DATE) AS end_date,
        name AS text,
        CAST(NULL AS VARCHAR) AS old_name,
        CAST(NULL AS VARCHAR) AS new_name,
        'regime' AS kind
    FROM scoped.regime
    WHERE
        valid_from BETWEEN $from_month AND CAST($month + INTERVAL '1' MONTH - INTERVAL '1' DAY AS DATE)
        AND valid_from > (SELECT MIN(earliest.valid_from) FROM scoped.regime AS earliest)
)

SELECT
    note_id,
    division_code,
    start_date,
    end_date,
    text,
    old_name,
    new_name,
    kind
FROM (
    SELECT
        note_id,
        division_code,
        start_date,
        end_date,
        text,
        old_name,
        new_name,
        kind
    FROM told
    UNION ALL
    SELECT
        note_id,
        division_code,
        start_date,
        end_date,
        text,
        old_name,
        new_name,
        kind
    FROM changed
    UNION ALL
    SELECT
        note_id,
        division_code,
        start_date,
        end_date,
        text,
        old_name,
        new_name,
        kind
    FROM regimes
) AS every_kind
ORDER BY
    start_date,
    note_id
