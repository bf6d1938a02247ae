-- title:   公益性岗位背后的每一人
-- grain:   one row per person with a post (whole figure) or per person and kind; amount adds up to the figure over the
--          rows without dropped_by
-- params:  $area VARCHAR, $month DATE
--          $indicator VARCHAR       public_post_persons, whole or by kind
-- columns: hh_key VARCHAR, village_name VARCHAR, kind VARCHAR, start_month DATE, end_month DATE, pay_month DOUBLE,
--          amount DOUBLE, dropped_by VARCHAR
-- units:   amount = 1 a person, once however many posts; pay_month = 元 a month
-- reads:   scoped.public_post, scoped.division
WITH judged AS (
    SELECT
        post_id,
        person_id,
        hh_key,
        division_code,
        kind,
        start_month,
        end_month,
        CAST(pay_month AS DOUBLE) AS pay_month,
        CASE
            WHEN start_month > $month THEN 'not_yet_begun'
            WHEN end_month < $month THEN 'post_ended'
            WHEN $indicator LIKE '%.%' AND $indicator NOT LIKE '%.' || kind THEN 'other_type'
        END AS dropped_by
    FROM scoped.public_post
    WHERE division_code LIKE $area || '%'
),

numbered AS (
    SELECT
        post_id,
        hh_key,
        division_code,
        kind,
        start_month,
        end_month,
        pay_month,
        dropped_by,
        ROW_NUMBER() OVER (PARTITION BY person_id, division_code, dropped_by IS NULL ORDER BY post_id) AS post_no
    FROM judged
)

SELECT
    numbered.hh_key,
    village.name AS village_name,
    numbered.kind,
    numbered.start_month,
    numbered.end_month,
    numbered.pay_month,
    1.0E0 AS amount,
    CASE
        WHEN numbered.dropped_by IS NOT NULL THEN numbered.dropped_by
        WHEN numbered.post_no > 1 THEN 'counted_once'
    END AS dropped_by
FROM numbered
LEFT JOIN scoped.division AS village ON numbered.division_code = village.division_code
ORDER BY
    numbered.division_code,
    numbered.post_id
