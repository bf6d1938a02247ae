-- title:   区划变更: 原代码和现代码
-- grain:   one row per change
-- params:
-- columns: old_code VARCHAR, new_code VARCHAR, changed_on DATE
-- units:
-- reads:   scoped.division_change
SELECT
    old_code,
    new_code,
    changed_on
FROM scoped.division_change
ORDER BY
    old_code,
    new_code
